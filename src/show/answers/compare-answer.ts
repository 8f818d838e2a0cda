import type { WeighAnswer } from './weigh-answer.ts';

/** A quantity on both sides. `change` is after / before - 1, `null` where before is 0 or unknown. */
export interface ComparedRow {
  readonly name: string;
  readonly unit: 'tokens' | 'usd' | 'calls' | 'fraction' | 'tokens/call' | 'usd/call';
  readonly before: number | null;
  readonly after: number | null;
  readonly change: number | null;
  /** 90 % interval of the ratio after / before from resampling sessions; `null` with fewer than 5 on a side. */
  readonly interval: readonly [number, number] | null;
}

/** Answer of `tare compare <a> <b>`: two periods, sessions, branches or projects side by side. */
export interface CompareAnswer {
  readonly before: { readonly name: string; readonly weigh: WeighAnswer };
  readonly after: { readonly name: string; readonly weigh: WeighAnswer };
  readonly rows: readonly ComparedRow[];
  /** Did the change hold, in one sentence. */
  readonly verdict: string;
}
