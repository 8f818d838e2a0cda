import type { AsIfNamed, IcicleUnit } from './icicle-answer.ts';
import type { Filter } from './filter.ts';

export interface TimelineRequest {
  readonly filter: Filter;
  readonly unit: IcicleUnit;
  /** For GPU-seconds: as if served so. */
  readonly asIf?: AsIfNamed;
}

/** What was billed by quarter hour, as columns of the same length in order of time; quarter hours without a call are left out. */
export interface TimelineAnswer {
  readonly unit: IcicleUnit;
  /** Quarter hours since 1970 in UTC. */
  readonly bucket: Int32Array;
  readonly value: Float64Array;
}

export const pieceNames = ['project', 'session', 'chain', 'turn', 'kind', 'tool', 'target'] as const;
export type PieceName = (typeof pieceNames)[number];

/** What a box of the icicle leads to. */
export interface PieceRequest {
  readonly filter: Filter;
  /** Names of a box and its parents, as the ledger numbers them. */
  readonly names: Readonly<Partial<Record<PieceName, number>>>;
}

export interface PieceAnswer {
  /** The heaviest segment of the box; `null` where nothing has these names any more. */
  readonly segment: string | null;
}
