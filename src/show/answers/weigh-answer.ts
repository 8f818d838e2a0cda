import type { GpuSeconds, Joules, Tokens, Usd } from '../../base/units.ts';
import type { FindingCause, FindingState } from '../../call/finding.ts';
import type { SegmentKind } from '../../call/segment-kind.ts';

/** Billed tokens by field; `null` where no call states the field. `reasoning` is a part of `output`. */
export interface TokenTotals {
  readonly inputUncached: Tokens | null;
  readonly cacheRead: Tokens | null;
  readonly cacheWrite5m: Tokens | null;
  readonly cacheWrite1h: Tokens | null;
  readonly cacheWriteUnsplit: Tokens | null;
  readonly outputLogged: Tokens | null;
  /** Reconstructed where the log holds a placeholder, else as logged. */
  readonly output: Tokens | null;
  readonly reasoning: Tokens | null;
}

export type TokenField = keyof TokenTotals;

/** Tokens by what serving them costs: what as-if GPU-seconds are computed from (`src/scale/hardware/as-if.ts`). */
export interface ServingMix {
  /** Prompt tokens that were computed: uncached, and written to cache. */
  readonly uncachedInput: Tokens;
  readonly cacheRead: Tokens;
  readonly output: Tokens;
  /** Mean context that an output token attended to; 0 where no call states it. */
  readonly meanContext: Tokens;
}

/** GPU-seconds and energy as if served as an open model on a named GPU: closed models publish neither size nor hardware. */
export interface AsIfRow {
  readonly model: string;
  readonly gpu: string;
  readonly layout: string;
  readonly gpuSeconds: GpuSeconds;
  /** At the GPUs. */
  readonly joules: Joules;
  /** Factor of the 80 % band on both: from value / factor to value * factor. */
  readonly bandFactor: number;
  /** Share of the time that replicas are assumed to work. */
  readonly utilisation: number;
}

/** A range in tokens and in dollars; dollars `null` where nothing is priced. */
export interface NetRange {
  readonly tokens: { readonly low: Tokens; readonly high: Tokens };
  readonly usd: { readonly low: Usd; readonly high: Usd } | null;
}

/** Weight of everything with one name: billed tokens over the whole life, output included. */
export interface WeightRow {
  readonly name: string;
  readonly calls: number;
  readonly tokens: Tokens;
  /** `null` where no call of the row is priced. */
  readonly usd: Usd | null;
}

/** One cause of tare. */
export interface CauseRow {
  readonly cause: FindingCause;
  readonly state: FindingState;
  readonly findings: number;
  readonly tokens: Tokens;
  readonly usd: Usd | null;
}

/** One local day's tare: by the bill itself or by replay, and what is only suspected. */
export interface DayTareRow {
  readonly name: string;
  readonly certain: { readonly tokens: Tokens; readonly usd: Usd };
  readonly suspected: { readonly tokens: Tokens; readonly usd: Usd };
}

/** Answer of `tare weigh`: what was billed, where it went, and what the work needed. Contract: docs/answers.md */
export interface WeighAnswer {
  readonly calls: number;
  readonly sessions: number;
  readonly tokens: TokenTotals;
  /** Over how many calls each field is unknown. */
  readonly unknownCalls: Readonly<Record<TokenField, number>>;
  /** Responses whose log holds a placeholder instead of the output. */
  readonly placeholderResponses: number;
  /** How good the reconstruction is where the log is right; `null` where there was nothing to check it on. */
  readonly reconstruction: {
    readonly checked: number;
    readonly medianError: number;
    readonly totalRatio: number;
  } | null;
  /** Calls seen only in a parent's progress lines: in gross, not in `tokens`. */
  readonly progressOnly: { readonly calls: number; readonly tokens: TokenTotals };
  /** API list prices, also under a subscription. */
  readonly usd: {
    readonly logged: Usd | null;
    readonly reconstructed: Usd | null;
    readonly unpricedCalls: number;
    readonly inferredCalls: number;
    readonly priceVersion: string;
  };
  /** Logged input, plus output (reconstructed), plus progress-only calls. */
  readonly gross: { readonly tokens: Tokens; readonly usd: Usd | null };
  readonly net: NetRange;
  /** Over all calls, those seen only in progress lines included. */
  readonly servingMix: ServingMix;
  /** Present where `--as-if model@gpu` asked for it. */
  readonly asIf?: AsIfRow;
  readonly byKind: readonly (WeightRow & { readonly name: SegmentKind })[];
  readonly byCause: readonly CauseRow[];
  readonly bySource: readonly WeightRow[];
  readonly byProject: readonly WeightRow[];
  readonly byModel: readonly WeightRow[];
  /** `main` and each type of sub-agent. */
  readonly byAgent: readonly WeightRow[];
  readonly byTool: readonly WeightRow[];
  /** Local days, `2026-11-23`, in order. */
  readonly byDay: readonly WeightRow[];
  /** Days with tare, in order. */
  readonly tareByDay: readonly DayTareRow[];
  /** Heaviest sessions first, at most 20. */
  readonly bySession: readonly WeightRow[];
  readonly skipped: { readonly lines: number; readonly first: string | null; readonly ofLines: number };
  /** Files read, by source; empty where nothing was found. */
  readonly files: number;
}
