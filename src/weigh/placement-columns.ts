import type { PlacementColumns } from '../call/held-run.ts';

export const columnNames = ['tier', 'from', 'to', 'position', 'tokens'] as const satisfies readonly (keyof PlacementColumns)[];

/** Columns of so many rows, to be filled. @param mostTokens the largest number of tokens in them */
export const placementColumns = (rows: number, mostTokens: number): PlacementColumns => ({
  tier: new Uint8Array(rows),
  from: new Uint32Array(rows),
  to: new Uint32Array(rows),
  position: new Uint32Array(rows),
  tokens: mostTokens > 0xffff_ffff ? new Float64Array(rows) : new Uint32Array(rows),
});
