import type { Timestamp, Tokens, Usd } from '../base/units.ts';
import type { CallKey, ChainId, SessionId } from './entry.ts';
import type { Finding } from './finding.ts';
import type { HeldRun } from './held-run.ts';
import type { GroupId } from './session-group.ts';
import type { RunId } from './run-id.ts';
import type { SegmentId } from './segment.ts';
import type { SegmentKind } from './segment-kind.ts';
import type { SourceName } from './source-name.ts';
import type { Tier } from './tier.ts';
import type { Usage } from './usage.ts';

/** How dollars were found: exact row, a row matched only by prefix, none. */
export type PriceState = 'priced' | 'inferred' | 'unpriced';

/** One call as weighed: merged over all entries that tell of it. */
export interface WeighedCall {
  readonly key: CallKey;
  readonly run: RunId;
  /** Index in its run, from 0. */
  readonly index: number;
  readonly source: SourceName;
  readonly session: SessionId;
  readonly chain: ChainId;
  readonly time?: Timestamp | undefined;
  readonly model?: string | undefined;
  readonly provider?: string | undefined;
  /** Counts the person's message it answers, from 1, in its session. */
  readonly turn: number;
  /** As logged. */
  readonly usage: Usage;
  /** Present where the log holds a placeholder: the output as the visible content shows it must have been. */
  readonly outputReconstructed?: Tokens | undefined;
  /**
   * What the same method makes of a response whose log is right: compared with `usage.output` it says how good the
   * reconstruction is. Absent where part of the response is hidden, and beside a placeholder.
   */
  readonly outputShown?: Tokens | undefined;
  /** Reasoning in tokens: logged, or the sum of its visible and hidden blocks. */
  readonly reasoning?: Tokens | undefined;
  readonly progressOnly: boolean;
  readonly price: {
    readonly state: PriceState;
    /** Version of the price book. */
    readonly version: string;
    /** Absent when unpriced. */
    readonly logged?: Usd | undefined;
    /** List price in dollars per million tokens by tier; absent when unpriced. */
    readonly usdPerMillion?: Readonly<Record<Tier, number>> | undefined;
    /** With the reconstructed output in place of a placeholder; equals `logged` otherwise. */
    readonly reconstructed?: Usd | undefined;
  };
  /** Context this call carried, the sum of its input; absent where unknown. */
  readonly context?: Tokens | undefined;
  readonly stopReason?: string | undefined;
}

/** A segment in an interval of calls of one run, at one tier, with the tokens it takes in each of them. */
export interface Placement {
  readonly segment: SegmentId;
  readonly run: RunId;
  readonly kind: SegmentKind;
  readonly tier: Tier;
  /** First and last call, by index in the run; both included. */
  readonly from: number;
  readonly to: number;
  /** Order in the prompt, from 0; `output` placements follow the input. */
  readonly position: number;
  /** In each call of the interval. */
  readonly tokens: Tokens;
}

/** A segment over its whole life: its output once, plus every input placement at that call's tier. */
export interface SegmentWeight {
  readonly segment: SegmentId;
  readonly run: RunId;
  readonly kind: SegmentKind;
  readonly label?: string | undefined;
  readonly tool?: string | undefined;
  readonly server?: string | undefined;
  readonly target?: string | undefined;
  /** Size while it is carried; for `unseen` the largest. */
  readonly tokens: Tokens;
  readonly byTier: Readonly<Partial<Record<Tier, Tokens>>>;
  /** Absent where a call that carried it is unpriced. */
  readonly usd?: Usd | undefined;
  /** Calls that carried it as input. */
  readonly calls: number;
  readonly firstCall: number;
  readonly lastCall: number;
}

export type CacheLossCause =
  | { readonly cause: 'expired'; readonly idleSeconds: number }
  | { readonly cause: 'prefix-changed'; readonly segment?: SegmentId; readonly kind?: SegmentKind }
  | { readonly cause: 'compaction' }
  | { readonly cause: 'model-switch'; readonly from: string; readonly to: string }
  | { readonly cause: 'tools-changed' }
  | { readonly cause: 'unknown' };

/** A call that had to write or send uncached what the call before it had in cache. */
export interface CacheLoss {
  readonly run: RunId;
  readonly call: number;
  readonly cause: CacheLossCause;
  /** Tokens that were in the context of the call before, unchanged, and were billed as write or uncached again. */
  readonly tokens: Tokens;
  /** What they cost above the price of a read; absent where unpriced. */
  readonly usd?: Usd | undefined;
}

/** What weighing one group of sessions gives; replaces whatever stood for that group. */
export interface Weighing {
  readonly group: GroupId;
  readonly calls: readonly WeighedCall[];
  /** What each run held. */
  readonly held: readonly HeldRun[];
  readonly losses: readonly CacheLoss[];
  readonly findings: readonly Finding[];
  /** All that {@link held} says, in its order, an object each: made when asked for. */
  readonly weights: readonly SegmentWeight[];
  readonly placements: readonly Placement[];
}
