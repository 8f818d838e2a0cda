import type { Timestamp, Tokens, Usd } from '../../base/units.ts';
import type { SessionId } from '../../call/entry.ts';
import type { SegmentId } from '../../call/segment.ts';
import type { FindingCause, FindingId, FindingState } from '../../call/finding.ts';

/** A place in a source that a reader can open: `file:line`. */
export interface Evidence {
  readonly file: string;
  readonly line: number;
  /** What stands there: kind, tool, target. */
  readonly what: string;
  readonly tokens: Tokens | null;
  /** `null` for a call. */
  readonly segment: SegmentId | null;
  /** False where the source has since gone. */
  readonly present: boolean;
}

export interface FindingRow {
  readonly id: FindingId;
  /** Short handle, `f-1a2b3c`, accepted by every command that takes a finding. */
  readonly handle: string;
  readonly cause: FindingCause;
  readonly state: FindingState;
  readonly session: SessionId;
  readonly project: string | null;
  readonly time: Timestamp | null;
  readonly title: string;
  readonly fix: string;
  readonly tokens: Tokens;
  readonly usd: Usd | null;
  readonly calls: number;
  /** The places it rests on, most telling first, at most 12. */
  readonly evidence: readonly Evidence[];
}

/** Answer of `tare findings`: waste ranked by what it cost. */
export interface FindingsAnswer {
  readonly total: { readonly findings: number; readonly tokens: Tokens; readonly usd: Usd | null };
  /** Gross of the same filter, for shares. */
  readonly gross: { readonly tokens: Tokens; readonly usd: Usd | null };
  readonly findings: readonly FindingRow[];
}
