import type { Timestamp, Tokens, Usd } from '../../base/units.ts';
import type { SessionId } from '../../call/entry.ts';
import type { SegmentId } from '../../call/segment.ts';
import type { SegmentKind } from '../../call/segment-kind.ts';
import type { Tier } from '../../call/tier.ts';
import type { RunId } from '../../call/run-id.ts';
import type { CacheLossCause, PriceState } from '../../call/weighing.ts';
import type { FindingRow } from './findings-answer.ts';

/** One call as a column of the session's picture. */
export interface SessionCall {
  readonly index: number;
  readonly time: Timestamp | null;
  readonly model: string | null;
  readonly turn: number;
  readonly context: Tokens | null;
  /** Context by kind, in prompt order. */
  readonly byKind: Readonly<Partial<Record<SegmentKind, Tokens>>>;
  readonly byTier: Readonly<Partial<Record<Tier, Tokens>>>;
  readonly output: Tokens | null;
  readonly outputLogged: Tokens | null;
  readonly usd: Usd | null;
  readonly price: PriceState;
  readonly loss: { readonly cause: CacheLossCause; readonly tokens: Tokens; readonly usd: Usd | null } | null;
  /** True where a compaction stands before it. */
  readonly afterCompaction: boolean;
}

/** A segment's life within a run. */
export interface SessionSpan {
  readonly segment: SegmentId;
  readonly kind: SegmentKind;
  readonly label: string | null;
  readonly tool: string | null;
  readonly target: string | null;
  readonly tokens: Tokens;
  readonly weight: Tokens;
  readonly usd: Usd | null;
  readonly firstCall: number;
  readonly lastCall: number;
  readonly file: string | null;
  readonly line: number | null;
}

/** A main context or a sub-agent's. */
export interface SessionRun {
  readonly run: RunId;
  /** `main`, or the sub-agent's type and id. */
  readonly agent: string;
  readonly calls: readonly SessionCall[];
  /** Heaviest first, at most 200. */
  readonly spans: readonly SessionSpan[];
  readonly tokens: Tokens;
  readonly usd: Usd | null;
}

/** Answer of `tare session <id>`. */
export interface SessionAnswer {
  readonly session: SessionId;
  readonly title: string;
  readonly source: string;
  readonly project: string | null;
  readonly branch: string | null;
  readonly start: Timestamp | null;
  readonly end: Timestamp | null;
  readonly calls: number;
  readonly tokens: Tokens;
  readonly usd: Usd | null;
  readonly runs: readonly SessionRun[];
  readonly losses: readonly {
    readonly cause: CacheLossCause['cause'];
    readonly count: number;
    readonly tokens: Tokens;
    readonly usd: Usd | null;
  }[];
  readonly findings: readonly FindingRow[];
}
