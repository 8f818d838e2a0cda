import type { Usd } from '../../base/units.ts';
import type { CallKey, SessionId } from '../../call/entry.ts';
import type { FindingCause, FindingState } from '../../call/finding.ts';
import type { SegmentId } from '../../call/segment.ts';
import type { Claim } from './claims.ts';
import type { WasteView } from './waste-view.ts';

/** What a nomination still claims after tokens that belong to others were taken out. */
export interface Settled {
  /** Billed tokens that would not have been sent. */
  readonly removed: number;
  /** Billed tokens that would have cost the price of a read. */
  readonly repriced: number;
  /** Saving, less {@link Nomination.editUsd}; absent where a call concerned is unpriced. */
  readonly usd: number | undefined;
}

/** Waste of one cause in one session, before overlaps with other causes are settled. */
export interface Nomination {
  readonly cause: FindingCause;
  /** `measured` or `suspected` from a detector; a replay since may say otherwise. */
  readonly state: FindingState;
  readonly session: SessionId;
  /** Segment or call it began with: names the finding. */
  readonly anchor: string;
  /** Calls it rests on, most telling first. */
  readonly calls: readonly CallKey[];
  /** Segments it rests on, most telling first. */
  readonly segments: readonly SegmentId[];
  readonly claims: readonly Claim[];
  /** What the edit itself costs: the cache it breaks, the dearer writes it needs. */
  readonly editUsd: Usd;
  /** One sentence with its figures. */
  title(settled: Settled): string;
  readonly fix: string;
}

/** Nominates waste of one cause. Pure; claims may overlap others', which is settled later. */
export interface Detector {
  readonly cause: FindingCause;
  find(view: WasteView): readonly Nomination[];
}
