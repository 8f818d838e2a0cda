import type { Tokens, Usd } from '../../base/units.ts';
import type { SessionId } from '../../call/entry.ts';
import type { FindingCause, FindingState } from '../../call/finding.ts';
import type { RunId } from '../../call/run-id.ts';
import type { SegmentId } from '../../call/segment.ts';
import type { SegmentKind } from '../../call/segment-kind.ts';
import type { Tier } from '../../call/tier.ts';
import type { CacheLossCause } from '../../call/weighing.ts';

/** Calls in a row that carried a segment at one tier; a segment may stand at two tiers in one call. */
export interface SegmentStretch {
  readonly from: number;
  readonly to: number;
  readonly tier: Tier;
  readonly tokens: Tokens;
}

/** A segment's life within one run. */
export interface SegmentLife {
  readonly session: SessionId;
  readonly run: RunId;
  /** `main`, or the sub-agent's type and id. */
  readonly agent: string;
  readonly tokens: Tokens;
  readonly weight: Tokens;
  readonly usd: Usd | null;
  readonly calls: number;
  readonly firstCall: number;
  readonly lastCall: number;
  readonly stretches: readonly SegmentStretch[];
  /** Calls of its life that found the run's cache lost. */
  readonly losses: readonly { readonly call: number; readonly cause: CacheLossCause }[];
}

/** Answer of a click on a segment: what it is, what it weighed, and its life call by call. */
export interface SegmentAnswer {
  readonly segment: SegmentId;
  readonly kind: SegmentKind;
  readonly label: string | null;
  readonly tool: string | null;
  readonly target: string | null;
  /** Heaviest first; several where a fork or a sub-agent carried it too. */
  readonly lives: readonly SegmentLife[];
  readonly findings: readonly {
    readonly handle: string;
    readonly cause: FindingCause;
    readonly state: FindingState;
    readonly title: string;
  }[];
}
