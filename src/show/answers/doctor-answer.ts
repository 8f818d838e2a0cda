import type { SourceName } from '../../call/source-name.ts';

/** How well text is counted for one model: estimates against exact differences of successive bills. */
export interface CountingQuality {
  readonly model: string;
  /** Which tokenizer family its coefficients belong to. */
  readonly family: string;
  readonly differences: number;
  readonly sessions: number;
  readonly medianError: number;
  readonly p90Error: number;
  /** Estimated / billed, summed. */
  readonly totalRatio: number;
  /** Share of the billed differences that the transcript does not show. */
  readonly unseenShare: number;
  readonly excluded: Readonly<Record<string, number>>;
}

/** Answer of `tare doctor`: what was found, read and skipped, and how good the counting is. */
export interface DoctorAnswer {
  readonly version: string;
  readonly node: string;
  readonly ledger: {
    readonly path: string;
    readonly bytes: number;
    readonly schema: number;
    readonly holder: { readonly pid: number; readonly address: string } | null;
  };
  readonly sources: readonly {
    readonly source: SourceName;
    readonly folders: readonly { readonly path: string; readonly exists: boolean; readonly files: number }[];
  }[];
  readonly skipped: readonly { readonly file: string; readonly line: number; readonly reason: string; readonly field: string | null }[];
  readonly skippedTotal: number;
  readonly linesTotal: number;
  readonly counting: readonly CountingQuality[];
  readonly prices: {
    readonly version: string;
    readonly unpriced: readonly { readonly model: string; readonly calls: number }[];
    readonly inferred: readonly { readonly model: string; readonly matched: string; readonly calls: number }[];
  };
}
