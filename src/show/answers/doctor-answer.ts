import type { SourceName } from '../../call/source-name.ts';
import type { ModelQuality } from '../../weigh/counting-quality.ts';

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
  /** On sessions left out of the fit. */
  readonly counting: readonly ModelQuality[];
  /** Coefficients in force: those Tare ships with, or what was learned from this ledger. */
  readonly coefficients: string;
  readonly prices: {
    readonly version: string;
    readonly unpriced: readonly { readonly model: string; readonly calls: number }[];
    readonly inferred: readonly { readonly model: string; readonly matched: string; readonly calls: number }[];
  };
}
