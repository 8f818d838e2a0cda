import type { Brand } from '../base/brand.ts';
import type { Timestamp, Tokens, Usd } from '../base/units.ts';
import type { Segment, ToolCallId } from './segment.ts';
import type { SourceLocation } from './source-location.ts';
import type { SourceName } from './source-name.ts';
import type { Usage } from './usage.ts';

/** Names an entry over all files: a line copied to another file keeps its key. Starts with the source's name. */
export type EntryKey = Brand<string, 'entry-key'>;
/** Names one response over all files: two entries with the same key tell of the same response. */
export type CallKey = Brand<string, 'call-key'>;
/** `<source>:<id the agent gives its session>`. */
export type SessionId = Brand<string, 'session-id'>;
/** `main`, or the id of a sub-agent. A chain is one growing context within a session. */
export type ChainId = Brand<string, 'chain-id'>;

export const mainChain = 'main' as ChainId;

interface EntryHead {
  readonly key: EntryKey;
  readonly source: SourceName;
  readonly session: SessionId;
  readonly chain: ChainId;
  /**
   * The entry whose context this one continues. `previous`: the one before it in the same session and chain, in
   * order of file and line. `root`: it starts a context.
   */
  readonly parent: EntryKey | 'previous' | 'root';
  /** Absent where the source states none. */
  readonly time?: Timestamp | undefined;
  readonly location: SourceLocation;
}

/** Facts about a session or a chain. Later facts add to earlier ones; each field keeps its first known value. */
export interface SessionEntry extends EntryHead {
  readonly type: 'session';
  /** Working directory. */
  readonly directory?: string | undefined;
  readonly gitBranch?: string | undefined;
  readonly agentVersion?: string | undefined;
  /** For a sub-agent's chain: its type, e.g. `Explore`, and the tool call that started it. */
  readonly agentType?: string | undefined;
  readonly spawnedBy?: ToolCallId | undefined;
  /** The session this one was forked or resumed from. */
  readonly parentSession?: SessionId | undefined;
  /** The source is a run of experiments, not a person's work. */
  readonly experiment?: string | undefined;
}

/** Content that entered the context from outside the model: user text, tool results, injected prompts, schemas. */
export interface InputEntry extends EntryHead {
  readonly type: 'input';
  readonly segments: readonly Segment[];
  /** True where a person wrote it: starts a turn. */
  readonly startsTurn: boolean;
}

/** One piece of a model's response, with the usage stated beside it. */
export interface ResponseEntry extends EntryHead {
  readonly type: 'response';
  readonly call: CallKey;
  /** Where it was seen. `progress`: only replayed in a parent's progress line. */
  readonly origin: 'transcript' | 'sidechain' | 'progress';
  readonly model?: string | undefined;
  /** `anthropic`, `openai`, `google`...: whose price list holds. */
  readonly provider?: string | undefined;
  readonly usage: Usage;
  readonly stopReason?: string | undefined;
  /** `batch`, `flex`, `priority`, `standard`. */
  readonly serviceTier?: string | undefined;
  /** `fast` where the source states a dearer speed. */
  readonly speed?: string | undefined;
  /** What the source itself says this response cost. */
  readonly statedUsd?: Usd | undefined;
  /**
   * Characters of the output that stand in this entry (text, reasoning, names and arguments of tool calls), measured
   * as `measure/tokens/placeholder.ts` wants them. Absent where the source's counts are beyond doubt.
   */
  readonly visibleCharacters?: number | undefined;
  readonly segments: readonly Segment[];
}

/** The context was replaced by a summary (`all`), or old tool results were cleared from it (`tool-results`). */
export interface CompactionEntry extends EntryHead {
  readonly type: 'compaction';
  readonly scope: 'all' | 'tool-results';
  readonly trigger?: 'auto' | 'manual' | undefined;
  /** Tool calls whose results were cleared. */
  readonly cleared?: readonly ToolCallId[] | undefined;
  readonly tokensBefore?: Tokens | undefined;
  readonly tokensSaved?: Tokens | undefined;
  /** The entries from this one to the compaction stayed in the context as they were. */
  readonly keptFrom?: EntryKey | undefined;
  /** What now stands in place of the old context, where the source holds it in the same entry. */
  readonly segments: readonly Segment[];
}

/** A request that failed, was retried or was cut off; local error messages too. Never a call. */
export interface FailureEntry extends EntryHead {
  readonly type: 'failure';
  readonly reason: 'api-error' | 'rate-limit' | 'aborted' | 'local-message' | 'other';
  readonly retryAttempt?: number | undefined;
}

/** A total that the agent itself states for a session and model: the exact bill, background calls included. */
export interface StatedTotalEntry extends EntryHead {
  readonly type: 'stated-total';
  readonly model: string;
  readonly usage: Usage;
  readonly statedUsd?: Usd | undefined;
}

/** What a source emits, one per line of a transcript or less. */
export type Entry = SessionEntry | InputEntry | ResponseEntry | CompactionEntry | FailureEntry | StatedTotalEntry;
