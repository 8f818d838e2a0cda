import { namesIn, partsOf, type Expression } from '../expression/expression.ts';
import { parseExpression } from '../expression/parse-expression.ts';
import type { LinkedCase } from '../case/linked-case.ts';
import type { LintWarning } from './lint-warning.ts';

/** Measures that are each other's rest: one minus the first is the second. */
const opposites: readonly (readonly [string, string])[] = [
  ['idle-time', 'busy-time'],
  ['dark-fibre', 'lit-fibre'],
  ['free-share', 'paid-share'],
  ['rented-share', 'unrented-share'],
];

const isOpposite = (left: string, right: string): boolean =>
  opposites.some((pair) => pair.includes(left) && pair.includes(right) && left !== right);

interface Named {
  readonly id: string;
  readonly at: string;
  readonly measures: readonly string[];
  readonly formula: string;
}

const comparing = new Set(['change', 'growth-between', 'share', 'min', 'max']);

/** Traps of unlike measures: FLOPs taken for busy time, spot against contract, strands against capacity, a share of one thing for a share of another. */
export function lintMeasures(linked: LinkedCase): LintWarning[] {
  const { source } = linked;
  const measuresOf = new Map([...source.evidence, ...source.assumptions, ...source.quantities].map(({ id, measures }) => [id, measures]));
  const claims: Named[] = source.claims.flatMap((claim) =>
    claim.definitions.flatMap(({ id, at, formula }) =>
      formula === undefined ? [] : [{ id: `${claim.id} ${id}`, at, measures: [], formula }],
    ),
  );
  const derived: Named[] = [
    ...source.quantities.map(({ id, at, measures, formula }) => ({ id, at, measures, formula })),
    ...source.evidence.flatMap(({ id, at, measures, derived }) => (derived === undefined ? [] : [{ id, at, measures, formula: derived }])),
  ];
  const mixed = source.evidence
    .filter(({ measures }) => measures.length > 1)
    .map(({ id, at, measures }): LintWarning => ({
      trap: 'mixed-measure',
      row: id,
      at,
      message: `mixes ${measures.join(' and ')}: split it into rows that measure one thing each`,
    }));
  return [
    ...mixed,
    ...derived.flatMap((item) => lintDerived(item, measuresOf)),
    ...[...claims, ...derived].flatMap((item) => lintComparisons(item, measuresOf, linked)),
  ];
}

/** A quantity that says what it measures must follow from rows that measure it, or the rest of it. */
function lintDerived({ id, at, measures, formula }: Named, measuresOf: ReadonlyMap<string, readonly string[]>): LintWarning[] {
  const [declared] = measures;
  if (declared === undefined) return [];
  const expression = parseExpression({ text: formula, where: at });
  const inner = expression.kind === 'call' && expression.name === 'complement' ? expression.arguments[0] : undefined;
  const named = inner ?? expression;
  if (named.kind !== 'name') return [];
  const [given] = measuresOf.get(named.name) ?? [];
  if (given === undefined) return [];
  const fits = inner === undefined ? given === declared : isOpposite(given, declared);
  if (fits) return [];
  const message =
    inner === undefined
      ? `says it measures ${declared}, but takes ${named.name}, which measures ${given}`
      : `says it measures ${declared}, but is one minus ${named.name}, which measures ${given}: the rest of that is no ${declared}`;
  return [{ trap: inner === undefined ? 'wrong-share' : 'category-error', row: id, at, message }];
}

function pairsOf(part: Expression): readonly (readonly [Expression, Expression])[] {
  if (part.kind === 'comparison') return [[part.left, part.right]];
  if (part.kind === 'arithmetic' && part.operator !== '*' && part.operator !== '^') return [[part.left, part.right]];
  if (part.kind === 'call' && comparing.has(part.name) && part.arguments.length >= 2)
    return [[part.arguments[0] as Expression, part.arguments[1] as Expression]];
  return [];
}

/** Rows of the same unit that measure different things must not be subtracted, divided or compared with each other. */
function lintComparisons(
  { id, at, formula }: Named,
  measuresOf: ReadonlyMap<string, readonly string[]>,
  linked: LinkedCase,
): LintWarning[] {
  const expression = parseExpression({ text: formula, where: at });
  const warnings: LintWarning[] = [];
  for (const part of partsOf(expression)) {
    for (const [left, right] of pairsOf(part)) {
      if (left.kind !== 'name' || right.kind !== 'name') continue;
      const [leftMeasure] = measuresOf.get(left.name) ?? [];
      const [rightMeasure] = measuresOf.get(right.name) ?? [];
      const leftUnit = linked.inputs.get(left.name)?.unit;
      const rightUnit = linked.inputs.get(right.name)?.unit;
      if (leftMeasure === undefined || rightMeasure === undefined || leftMeasure === rightMeasure || leftUnit?.text !== rightUnit?.text)
        continue;
      if (
        leftUnit?.dimension['user'] !== undefined ||
        (part.kind === 'arithmetic' && part.operator === '/' && leftUnit?.dimension['GPU'] === 1)
      )
        continue;
      const isPrice = leftUnit?.dimension['USD'] !== undefined;
      warnings.push({
        trap: isPrice ? 'different-markets' : 'wrong-share',
        row: left.name,
        at,
        message: `${id} sets it (${leftMeasure}) against ${right.name} (${rightMeasure}): ${isPrice ? 'two markets, two prices' : 'two things that do not compare'}`,
      });
    }
  }
  return warnings;
}

/** Names that a case uses in any formula of a claim, directly or through quantities. */
export function namesInFormulas(linked: LinkedCase): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { definitions } of linked.claims) {
    for (const { model } of definitions) {
      if (model === undefined) continue;
      for (const name of [...model.inputs, ...model.thresholds, ...namesIn(model.formula)]) names.add(name);
    }
  }
  return names;
}
