import type { EvidenceAnswer } from '../verdict/case-answer.ts';
import { dayOf } from './day.ts';
import type { EvidenceSource } from './case.ts';
import type { LinkedCase } from './linked-case.ts';

/** Days by which a row is past its shelf life on the day of the case; absent if it is fresh or does not age. */
export function daysPastShelfLife(row: EvidenceSource, asOf: string): number | undefined {
  if (row.date === undefined || row.shelfLifeDays === undefined) return undefined;
  const past = dayOf(asOf) - dayOf(row.date) - row.shelfLifeDays;
  return past > 0 ? past : undefined;
}

/** Which rows the case rests on, which it only mentions, and which it does not use. */
export function evidenceUse(linked: LinkedCase): EvidenceAnswer {
  const { source } = linked;
  const models = [
    ...linked.claims.flatMap(({ definitions }) => definitions.flatMap(({ model }) => model ?? [])),
    ...(linked.parting === undefined ? [] : [linked.parting.model]),
  ];
  const inFormulas = new Set(models.flatMap(({ inputs, thresholds }) => [...inputs, ...thresholds]));
  const asContext = new Set(source.claims.flatMap((claim) => [...claim.context, ...claim.interests.flatMap(({ rows }) => rows)]));
  const ids = source.evidence.map(({ id }) => id);
  // The other side of a conflict is run whenever this side stands in a formula.
  for (const row of source.evidence)
    if (row.conflictsWith.some((id) => inFormulas.has(id)) && linked.inputs.has(row.id)) inFormulas.add(row.id);
  const conflicts = source.evidence.flatMap((row) =>
    row.conflictsWith.filter((other) => row.id < other).map((other) => [row.id, other] as const),
  );
  return {
    rows: ids.length,
    inFormulas: ids.filter((id) => inFormulas.has(id)),
    asContext: ids.filter((id) => !inFormulas.has(id) && asContext.has(id)),
    unused: ids.filter((id) => !inFormulas.has(id) && !asContext.has(id)),
    stale: source.evidence.filter((row) => daysPastShelfLife(row, source.asOf) !== undefined).map(({ id }) => id),
    conflicts,
  };
}
