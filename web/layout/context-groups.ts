import type { ContextRow } from '../../src/show/answers/context-answer.ts';

/** Neighbours of one kind and tier, in prompt order. */
export interface ContextGroup {
  readonly kind: ContextRow['kind'];
  readonly tier: ContextRow['tier'];
  readonly tokens: number;
  readonly rows: readonly ContextRow[];
  /** Index of the call that first carried any of them. */
  readonly since: number;
}

/** More groups than this are no overview: then kinds of one tier stand together in order of first appearance. */
const mostNeighbours = 14;

function grouped(rows: readonly ContextRow[], keyOf: (row: ContextRow, index: number) => string): ContextGroup[] {
  const byKey = new Map<string, ContextRow[]>();
  for (const [index, row] of rows.entries()) {
    const key = keyOf(row, index);
    const group = byKey.get(key);
    if (group === undefined) byKey.set(key, [row]);
    else group.push(row);
  }
  return Array.from(byKey.values(), (group) => {
    const [first] = group as [ContextRow];
    return {
      kind: first.kind,
      tier: first.tier,
      tokens: group.reduce((sum, row) => sum + row.tokens, 0),
      rows: group,
      since: Math.min(...group.map((row) => row.since)),
    };
  });
}

export function groupContext(rows: readonly ContextRow[]): ContextGroup[] {
  let run = 0;
  const neighbours = grouped(rows, (row, index) => {
    const before = rows[index - 1];
    if (before !== undefined && (before.kind !== row.kind || before.tier !== row.tier)) run++;
    return String(run);
  });
  return neighbours.length <= mostNeighbours
    ? neighbours
    : grouped(rows, (row) => `${row.tier === 'read' ? 0 : 1} ${row.kind} ${row.tier}`).toSorted(
        (a, b) => Number(a.tier === 'output') - Number(b.tier === 'output') || Number(b.tier === 'read') - Number(a.tier === 'read'),
      );
}
