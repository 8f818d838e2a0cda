import type { SegmentKind } from '../../call/segment-kind.ts';

export const icicleOrders = ['time', 'weight', 'tool'] as const;
export type IcicleOrder = (typeof icicleOrders)[number];
export const icicleUnits = ['tokens', 'usd'] as const;
export type IcicleUnit = (typeof icicleUnits)[number];

/**
 * Answer of the Tokens screen: boxes of at least half a pixel at the width asked for, as columns. Box `i` spans
 * `value[i]` from `start[i]` on level `level[i]`; children lie within their parent. What is smaller is merged into
 * one box a parent, and counted in `merged`. Box 0 is everything.
 */
export interface IcicleAnswer {
  readonly order: IcicleOrder;
  readonly unit: IcicleUnit;
  /** Names of the levels, `all` first. */
  readonly levels: readonly string[];
  readonly total: number;
  readonly boxes: {
    readonly level: Uint8Array;
    readonly start: Float64Array;
    readonly value: Float64Array;
    /** Index of the parent box, -1 at the top. */
    readonly parent: Int32Array;
    /** Index into `names`. */
    readonly name: Uint32Array;
    /** Index into `kinds` of the kind that weighs most in the box. */
    readonly kind: Uint8Array;
    /** 1 where the box is of one kind only, by its place below the level of kinds. */
    readonly ofOneKind: Uint8Array;
    /** Small siblings merged into this box; 0 for a box of its own. */
    readonly merged: Uint32Array;
    /** Index into `segments` of its heaviest segment. */
    readonly segment: Uint32Array;
  };
  readonly names: readonly string[];
  readonly kinds: readonly SegmentKind[];
  readonly segments: readonly string[];
}
