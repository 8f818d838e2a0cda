import { TareError } from '../../base/tare-error.ts';
import { parseDistribution } from '../distribution/parse-distribution.ts';
import { checkFormula, checkRule, type DimensionScope } from '../expression/check-dimensions.ts';
import { expressionError, type ExpressionText } from '../expression/expression-error.ts';
import { namesIn, type Expression } from '../expression/expression.ts';
import { parseExpression } from '../expression/parse-expression.ts';
import { describeDimension, sameDimension, type Dimension } from '../unit/dimension.ts';
import { nearestName } from '../unit/nearest-name.ts';
import { parseUnit, type Unit } from '../unit/unit.ts';
import type { AssumptionSource, CaseSource, DefinitionSource, EvidenceSource } from './case.ts';
import { dayOf } from './day.ts';
import { linkCorrelations } from './link-correlations.ts';
import type { LinkedCase, LinkedDefinition, LinkedInput, LinkedModel } from './linked-case.ts';
import { resolveNothing, type Resolve } from './resolve.ts';

const secondsPerDay = 86_400;

/** Joins the parts of a case and checks ids, units, formulas and cycles before anything runs. */
class Linker {
  readonly #case: CaseSource;
  readonly #resolve: Resolve;
  readonly #inputs = new Map<string, LinkedInput>();
  readonly #derived = new Map<string, { expression: Expression; unit: Unit; says: string }>();
  readonly #constants = new Map<string, number>();
  readonly #wordRows = new Map<string, EvidenceSource>();
  readonly #places = new Map<string, string>();

  constructor(source: CaseSource, resolve: Resolve) {
    this.#case = source;
    this.#resolve = resolve;
  }

  link(): LinkedCase {
    const set = this.#settings();
    for (const row of this.#case.evidence) this.#addRow(row, set.get(row.id));
    for (const assumption of this.#case.assumptions) this.#addAssumption(assumption, set.get(assumption.id));
    this.#addQuantities();
    for (const { at, between } of this.#case.correlations) {
      for (const name of between) if (!this.#inputs.has(name)) throw this.#unknown(name, at);
    }
    this.#checkReferences();
    const claims = this.#case.claims.map((source) => ({
      source,
      definitions: source.definitions.map((definition) => this.#definition(source.id, definition)),
    }));
    const { parting } = this.#case;
    return {
      source: this.#case,
      inputs: this.#inputs,
      derived: this.#derived,
      constants: this.#constants,
      claims,
      groups: linkCorrelations(this.#case.correlations),
      parting:
        parting === undefined
          ? undefined
          : { source: parting, model: this.#model(parting.at, 'parting', parting.formula, parting.unit, parting.trueIf) },
    };
  }

  #settings(): Map<string, string> {
    const owners = new Map<string, string>();
    for (const item of [...this.#case.evidence, ...this.#case.assumptions]) {
      owners.set(item.id, item.id);
      if (item.alias !== undefined) owners.set(item.alias, item.id);
    }
    const settings = new Map<string, string>();
    for (const [name, value] of Object.entries(this.#case.set)) {
      const id = owners.get(name);
      if (id === undefined) throw this.#unknown(name, 'set', owners.keys());
      settings.set(id, value);
    }
    return settings;
  }

  #claimPlace(id: string, at: string): void {
    const taken = this.#places.get(id);
    if (taken !== undefined) {
      throw new TareError({
        code: 'duplicate-id',
        message: `${at}: "${id}" is already defined at ${taken}`,
        hint: 'ids are shared by evidence, assumptions and quantities; rename one',
      });
    }
    if (id === 'result' || !/^[A-Za-z]\w*(-\w+)*$/.test(id)) {
      throw new TareError({
        code: 'bad-id',
        message: `${at}: "${id}" cannot be a name`,
        hint: 'letters, digits and inner hyphens, a letter first; "result" is taken',
      });
    }
    this.#places.set(id, at);
  }

  #addRow(row: EvidenceSource, set: string | undefined): void {
    this.#claimPlace(row.id, row.at);
    if (row.date !== undefined) this.#constants.set(`date-of ${row.id}`, dayOf(row.date) * secondsPerDay);
    if ((row.value === undefined && set === undefined) || row.unit === undefined) {
      this.#wordRows.set(row.id, row);
      return;
    }
    this.#addInput(row.id, row.quantity, row.at, row.value ?? '', row.unit, set, [row.measured, row.planned], {
      row,
      assumption: undefined,
    });
  }

  #addAssumption(assumption: AssumptionSource, set: string | undefined): void {
    this.#claimPlace(assumption.id, assumption.at);
    const { id, says, at, value, unit, measured, planned } = assumption;
    this.#addInput(id, says, at, value, unit, set, [measured, planned], { row: undefined, assumption });
  }

  #addInput(
    id: string,
    says: string,
    at: string,
    stated: string,
    unitText: string,
    set: string | undefined,
    [measured, planned]: readonly (string | undefined)[],
    owner: Pick<LinkedInput, 'row' | 'assumption'>,
  ): void {
    let unit = parseUnit(unitText, `${at}, unit of "${id}"`, this.#case.units);
    let value = stated;
    let from: LinkedInput['from'] =
      owner.row !== undefined ? 'evidence' : owner.assumption?.byDefinition === true ? 'definition' : 'assumption';
    let resolvedSays: string | undefined;
    const found =
      (measured === undefined ? undefined : this.#resolve(`measured:${measured}`)) ??
      (planned === undefined ? undefined : this.#resolve(`planned:${planned}`));
    if (set !== undefined) {
      value = set;
      from = 'set';
    } else if (found !== undefined) {
      const ownUnit = parseUnit(found.unit, `${at}, own measurement for "${id}"`, this.#case.units);
      this.#requireSame(ownUnit.dimension, unit.dimension, `${at}, own measurement for "${id}"`, found.unit, unitText);
      unit = ownUnit;
      value = found.value;
      from = measured === undefined ? 'planned' : 'measured';
      resolvedSays = found.says;
    }
    const distribution = parseDistribution({ text: value, where: from === 'set' ? `set ${id}` : `${at}, value of "${id}"` });
    this.#inputs.set(id, { id, says, unit, distribution, value, from, resolvedSays, ...owner });
  }

  #addQuantities(): void {
    const sources = new Map(this.#case.quantities.map((quantity) => [quantity.id, quantity]));
    for (const quantity of this.#case.quantities) this.#claimPlace(quantity.id, quantity.at);
    const open: string[] = [];
    const parsed = new Map<string, Expression>();
    const add = (id: string): void => {
      const quantity = sources.get(id);
      if (quantity === undefined || this.#derived.has(id)) return;
      if (open.includes(id)) {
        const cycle = [...open.slice(open.indexOf(id)), id];
        throw new TareError({
          code: 'cycle',
          message: `${quantity.at}: quantities define each other in a circle: ${cycle.join(' -> ')}`,
          hint: 'break the circle: give one of them a value under "assumptions:"',
        });
      }
      open.push(id);
      const text = { text: quantity.formula, where: `${quantity.at}, formula of "${id}"` };
      const expression = parsed.get(id) ?? this.#readDates(parseExpression(text), text);
      parsed.set(id, expression);
      for (const name of namesIn(expression)) add(name);
      const unit = parseUnit(quantity.unit, `${quantity.at}, unit of "${id}"`, this.#case.units);
      this.#requireSame(checkFormula(expression, text, this.#scope()), unit.dimension, text.where, undefined, quantity.unit);
      this.#derived.set(id, { expression, unit, says: quantity.says });
      open.pop();
    };
    for (const id of sources.keys()) add(id);
  }

  /** Turns `date-of(row)` into the constant it stands for: the date of the row as a time. */
  #readDates(expression: Expression, text: ExpressionText): Expression {
    switch (expression.kind) {
      case 'call': {
        if (expression.name !== 'date-of')
          return { ...expression, arguments: expression.arguments.map((part) => this.#readDates(part, text)) };
        const [row] = expression.arguments;
        const name = row?.kind === 'name' ? `date-of ${row.name}` : '';
        if (!this.#constants.has(name))
          throw expressionError(
            'row-without-date',
            text,
            expression.offset,
            'date-of takes an evidence row that has a date',
            'add "date:" to the row',
          );
        return { kind: 'name', name, offset: expression.offset };
      }
      case 'arithmetic':
      case 'comparison':
      case 'logic':
        return { ...expression, left: this.#readDates(expression.left, text), right: this.#readDates(expression.right, text) };
      case 'number':
      case 'name':
      case 'range':
      case 'list':
        return expression;
    }
  }

  #scope(result?: Dimension): DimensionScope {
    return {
      dimensionOf: (name) =>
        name === 'result'
          ? result
          : this.#constants.has(name)
            ? { time: 1 }
            : (this.#inputs.get(name)?.unit.dimension ?? this.#derived.get(name)?.unit.dimension),
      unusable: (name) => {
        const row = this.#wordRows.get(name);
        return row === undefined ? undefined : `row "${name}" (${row.at}) states no number`;
      },
      names: () => this.#places.keys(),
    };
  }

  #definition(claim: string, source: DefinitionSource): LinkedDefinition {
    const { formula, unit, trueIf } = source;
    if (formula === undefined || unit === undefined || trueIf === undefined) return { source, model: undefined };
    return { source, model: this.#model(source.at, `${claim} "${source.id}"`, formula, unit, trueIf) };
  }

  #model(at: string, of: string, formulaText: string, unitText: string, ruleText: string): LinkedModel {
    const formulaSource = { text: formulaText, where: `${at}, formula of ${of}` };
    const ruleSource = { text: ruleText, where: `${at}, true-if of ${of}` };
    const formula = this.#readDates(parseExpression(formulaSource), formulaSource);
    const unit = parseUnit(unitText, `${at}, unit of ${of}`, this.#case.units);
    const dimension = checkFormula(formula, formulaSource, this.#scope());
    this.#requireSame(dimension, unit.dimension, formulaSource.where, undefined, unitText);
    const rule = this.#readDates(parseExpression(ruleSource), ruleSource);
    checkRule(rule, ruleSource, this.#scope(dimension));
    const inputs = this.#inputsOf(formula);
    const thresholds = this.#inputsOf(rule).filter((name) => !inputs.includes(name));
    return { formula, rule, unit, inputs, thresholds };
  }

  #inputsOf(expression: Expression): string[] {
    const found = new Set<string>();
    const visit = (names: readonly string[]): void => {
      for (const name of names) {
        const derived = this.#derived.get(name);
        if (derived !== undefined) visit(namesIn(derived.expression));
        else if (this.#inputs.has(name)) found.add(name);
      }
    };
    visit(namesIn(expression));
    return [...found];
  }

  #checkReferences(): void {
    const rows = new Set(this.#case.evidence.map(({ id }) => id));
    const gaps = new Set(this.#case.gaps.map(({ id }) => id));
    const requireIn = (known: ReadonlySet<string>, ids: readonly string[], at: string): void => {
      for (const id of ids) if (!known.has(id)) throw this.#unknown(id, at, known);
    };
    for (const row of this.#case.evidence) requireIn(rows, [...row.conflictsWith, ...row.sameAs], row.at);
    const claims = new Set<string>();
    for (const claim of this.#case.claims) {
      if (claims.has(claim.id))
        throw new TareError({ code: 'duplicate-id', message: `${claim.at}: claim ${claim.id} stands twice`, hint: 'rename one' });
      claims.add(claim.id);
      requireIn(rows, [...claim.context, ...claim.interests.flatMap((interest) => interest.rows)], claim.at);
      requireIn(gaps, claim.gaps, claim.at);
    }
    for (const { row, at } of this.#case.comparisons) requireIn(rows, [row], at);
  }

  #requireSame(found: Dimension, stated: Dimension, where: string, foundText: string | undefined, statedText: string): void {
    if (sameDimension(found, stated)) return;
    throw new TareError({
      code: 'unit-mismatch',
      message: `${where}: gives ${foundText ?? describeDimension(found)}, but its unit is "${statedText}" (${describeDimension(stated)})`,
      hint: 'correct the unit, or multiply by the missing quantity; money per time, power and growth rates each carry their period',
    });
  }

  #unknown(id: string, at: string, known: Iterable<string> = this.#places.keys()): TareError {
    const near = nearestName(id, known);
    return new TareError({
      code: 'unknown-id',
      message: `${at}: nothing is called "${id}"`,
      hint: near === undefined ? 'ids stand under "evidence:", "assumptions:" and "gaps:"' : `did you mean "${near}"?`,
    });
  }
}

/** @throws {TareError} with file, line and fix, for the first thing that does not hold together */
export const linkCase = (source: CaseSource, resolve: Resolve = resolveNothing): LinkedCase => new Linker(source, resolve).link();
