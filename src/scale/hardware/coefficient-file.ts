import type { CorrectedMetric, CorrectionTable } from './correction.ts';
import type { EngineCoefficients } from './engine-coefficients.ts';
import type { EngineName } from './engine.ts';
import type { Architecture } from './gpu.ts';
import type { KernelCurves } from './kernel-curves.ts';

export type ModelFamily = 'dense' | 'moe';

/** Band factors of runs whose model was measured on that part, and of runs where it was not. */
export interface BandFactors {
  readonly measuredPair: number;
  readonly newPair: number;
}

/** Everything that was fitted. Written by `tools/calibrate.ts`; nothing else in the product comes from measured rows. */
export interface Coefficients {
  /** Format and day of the fit. */
  readonly version: string;
  readonly curves: Readonly<Record<Architecture, KernelCurves>>;
  /** Architectures without kernel tables, and whose curves they use. */
  readonly borrowed: Readonly<Partial<Record<Architecture, string>>>;
  readonly engines: Readonly<Record<EngineName, EngineCoefficients>>;
  readonly corrections: Readonly<Record<CorrectedMetric, CorrectionTable>>;
  /** Factor of the 80 % band, out of fold: the truth lies in [value / factor, value * factor]. */
  readonly bands: Readonly<Record<CorrectedMetric, Readonly<Record<ModelFamily, BandFactors>>>>;
}
