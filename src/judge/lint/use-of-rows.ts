import { daysPastShelfLife } from '../case/evidence-use.ts';
import { dayOf } from '../case/day.ts';
import type { EvidenceSource } from '../case/case.ts';
import type { LinkedCase, LinkedClaim } from '../case/linked-case.ts';
import { quantileOf } from '../distribution/distribution.ts';
import { partsOf, namesIn, type Expression } from '../expression/expression.ts';
import type { LintWarning } from './lint-warning.ts';
import { namesInFormulas } from './unlike-measures.ts';

/** Traps in how rows are used: one side of a conflict, stale figures, users of no stated period, shares above one, drifting attribution. */
export function lintUse(linked: LinkedCase): LintWarning[] {
  const used = namesInFormulas(linked);
  const rows = linked.source.evidence.filter(({ id }) => used.has(id));
  return [
    ...rows.flatMap((row) => lintStale(row, linked.source.asOf)),
    ...rows.flatMap((row) => lintUsers(row, linked)),
    ...[...used].flatMap((name) => lintShare(name, linked)),
    ...linked.claims.flatMap((claim) => lintDenominators(claim, linked)),
    ...lintAttribution(linked),
  ];
}

function lintStale(row: EvidenceSource, asOf: string): LintWarning[] {
  const past = daysPastShelfLife(row, asOf);
  return past === undefined ? [] : [{ trap: 'stale-row', row: row.id, at: row.at, message: `${past} days past its shelf life` }];
}

function lintUsers(row: EvidenceSource, linked: LinkedCase): LintWarning[] {
  const dimension = linked.inputs.get(row.id)?.unit.dimension;
  const countsUsers = dimension !== undefined && dimension['user'] === 1 && Object.keys(dimension).length === 1;
  if (!countsUsers || (row.measures.length > 0 && !row.measures.includes('users-of-unstated-period'))) return [];
  return [{ trap: 'undefined-user', row: row.id, at: row.at, message: 'counts users without saying of a day, a week or a month' }];
}

function lintShare(name: string, linked: LinkedCase): LintWarning[] {
  const input = linked.inputs.get(name);
  if (input?.unit.text !== 'fraction' || input.distribution.kind === 'point') return [];
  const high = quantileOf(input.distribution, 0.99);
  if (high <= 1 || quantileOf(input.distribution, 0.01) < 0) return [];
  const at = input.row?.at ?? input.assumption?.at ?? '';
  return [
    {
      trap: 'share-beyond-one',
      row: name,
      at,
      message: `its range reaches ${(high * 100).toFixed(0)} %: write truncate(${input.value}, 0, 1) or uniform()`,
    },
  ];
}

/** A figure divided by one side of a conflict, while no definition of the claim uses the other side. */
function lintDenominators(claim: LinkedClaim, linked: LinkedCase): LintWarning[] {
  const all = new Set(claim.definitions.flatMap(({ model }) => model?.inputs ?? []));
  const denominators = new Set(
    claim.definitions.flatMap(({ model }) => (model === undefined ? [] : denominatorNames(model.formula, linked))),
  );
  return [...denominators].flatMap((name) => {
    const row = linked.inputs.get(name)?.row;
    return (row?.conflictsWith ?? [])
      .filter((other) => linked.inputs.has(other) && !all.has(other))
      .map((other): LintWarning => ({
        trap: 'one-sided-denominator',
        row: name,
        at: row?.at ?? '',
        message: `${claim.source.id} divides by it and no definition divides by ${other}, which answers the same question differently`,
      }));
  });
}

function denominatorNames(formula: Expression, linked: LinkedCase): string[] {
  const names: string[] = [];
  for (const part of partsOf(formula)) {
    if (part.kind === 'arithmetic' && part.operator === '/') names.push(...namesIn(part.right));
    const derived = part.kind === 'name' ? linked.derived.get(part.name) : undefined;
    if (derived !== undefined) names.push(...denominatorNames(derived.expression, linked));
  }
  return names;
}

/** A statement belongs to whoever made it first; words that nobody verified are no quotation. */
function lintAttribution(linked: LinkedCase): LintWarning[] {
  const { evidence, claims } = linked.source;
  const statements = new Map<string, EvidenceSource[]>();
  for (const row of evidence)
    if (row.statement !== undefined) statements.set(row.statement, [...(statements.get(row.statement) ?? []), row]);
  return [...statements.values()].flatMap((rows) => {
    const dated = rows.filter(({ date }) => date !== undefined).sort((left, right) => dayOf(left.date ?? '') - dayOf(right.date ?? ''));
    const [first] = dated;
    return claims.flatMap(({ id, saidBy, context }) => {
      const cited = rows.filter((row) => context.includes(row.id) || (row.by !== undefined && saidBy.includes(row.by)));
      return cited.flatMap((row): LintWarning[] => {
        const by = row.by ?? row.id;
        const named = saidBy.indexOf(by);
        if (
          first?.by !== undefined &&
          row !== first &&
          named !== -1 &&
          (saidBy.indexOf(first.by) === -1 || saidBy.indexOf(first.by) > named)
        ) {
          return [
            {
              trap: 'attribution-drift',
              row: row.id,
              at: row.at,
              message: `${id} credits ${by}, but ${first.by} said it before (${first.date ?? ''}, ${first.id})`,
            },
          ];
        }
        if (row.wording === 'unverified' && named !== -1 && !/paraphrase|not verified|in substance/.test(saidBy)) {
          return [
            {
              trap: 'attribution-drift',
              row: row.id,
              at: row.at,
              message: `${id} puts words into the mouth of ${by} that nobody verified: say "in paraphrase"`,
            },
          ];
        }
        return [];
      });
    });
  });
}
