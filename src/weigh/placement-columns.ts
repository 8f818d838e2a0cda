import type { PlacementColumns } from '../call/held-run.ts';

export const columnNames = ['tier', 'from', 'to', 'position', 'tokens'] as const satisfies readonly (keyof PlacementColumns)[];

/** Columns of so many rows, to be filled. */
export const placementColumns = (rows: number): PlacementColumns => ({
  tier: new Uint8Array(rows),
  from: new Uint32Array(rows),
  to: new Uint32Array(rows),
  position: new Uint32Array(rows),
  tokens: new Float64Array(rows),
});
