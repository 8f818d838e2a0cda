import type { SegmentKind } from '../../call/segment-kind.ts';

export const icicleOrders = ['time', 'weight', 'tool'] as const;
export type IcicleOrder = (typeof icicleOrders)[number];
export const icicleUnits = ['tokens', 'usd', 'gpu'] as const;
export type IcicleUnit = (typeof icicleUnits)[number];

/** An open model on a part, named as on the command line: closed models are weighed in GPU-seconds only as if served so. */
export interface AsIfNamed {
  readonly model: string;
  readonly gpu: string;
}

/** How GPU-seconds were found: those of a token computed in a prompt, and of one generated. Read from cache it takes none of its own. */
export interface IcicleAsIf extends AsIfNamed {
  readonly layout: string;
  /** Factor of the 80 % band: value / factor to value × factor. */
  readonly bandFactor: number;
  readonly utilisation: number;
  readonly secondsPerComputed: number;
  readonly secondsPerOutput: number;
}

/**
 * Answer of the Tokens screen: boxes of at least half a pixel at the width asked for, as columns. Box `i` spans
 * `value[i]` from `start[i]` on level `level[i]`; children lie within their parent. What is smaller is folded into
 * one box a parent (in order of time one for each run), and counted in `merged`. Box 0 is everything.
 */
export interface IcicleAnswer {
  readonly order: IcicleOrder;
  readonly unit: IcicleUnit;
  /** Present with GPU-seconds. */
  readonly asIf?: IcicleAsIf;
  /** Names of the levels, `all` first. */
  readonly levels: readonly string[];
  readonly total: number;
  /** Everything by kind, in the order of `kinds`; adds up to `total`. */
  readonly byKind: Float64Array;
  readonly boxes: {
    readonly level: Uint8Array;
    readonly start: Float64Array;
    readonly value: Float64Array;
    /** Index of the parent box, -1 at the top. */
    readonly parent: Int32Array;
    /** Index into `names`. */
    readonly name: Uint32Array;
    /** Index into `kinds`, of a box on the level of kinds or below it; else 255. */
    readonly kind: Uint8Array;
    /** Small ones folded into this box, a file or command counted once in each session or turn; 0 for a box of its own. */
    readonly merged: Uint32Array;
    /** The name as the ledger numbers it, -1 for folded ones: the question `piece` leads from those of a box and its parents to a segment. */
    readonly code: Int32Array;
  };
  readonly names: readonly string[];
  readonly kinds: readonly SegmentKind[];
}
