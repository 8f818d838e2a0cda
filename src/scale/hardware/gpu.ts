import type { FigureSource } from './figure-source.ts';

export type Vendor = 'nvidia' | 'amd' | 'google' | 'intel' | 'apple';

/** Family of parts that behave alike in kernels and share efficiency coefficients. */
export type Architecture =
  | 'ampere'
  | 'ada'
  | 'hopper'
  | 'blackwell'
  | 'blackwell-ultra'
  | 'blackwell-workstation'
  | 'cdna'
  | 'tpu'
  | 'unified-memory'
  | 'consumer-gpu'
  | 'desktop-cpu';

/** A figure group of a {@link Gpu} that has a source of its own. */
export type GpuFigure = 'compute' | 'memory' | 'link' | 'power';

/** One accelerator, or one desktop processor with its memory. Rates are per part, dense, in one direction. */
export interface Gpu {
  readonly id: string;
  readonly vendor: Vendor;
  readonly architecture: Architecture;
  readonly year: number;
  /** Dense peak in TFLOP/s by operand type; absent where the part has no such unit. */
  readonly bf16Tflops: number;
  readonly fp8Tflops?: number;
  readonly fp4Tflops?: number;
  readonly memoryGigabytes: number;
  /** What the driver leaves, GiB; absent where not known. */
  readonly usableGibibytes?: number;
  readonly memoryTerabytesPerSecond: number;
  /** Scale-up link of one part, one direction, GB/s; absent where there is none. */
  readonly linkGigabytesPerSecond?: number;
  /** Parts that the scale-up link joins. */
  readonly scaleUpDomain: number;
  /** Share of the scale-out network of one part, one direction, GB/s. */
  readonly scaleOutGigabytesPerSecond?: number;
  readonly thermalDesignWatts?: number;
  readonly source: FigureSource;
  /** Figures whose source is not `source`. */
  readonly otherSources?: Partial<Readonly<Record<GpuFigure, FigureSource>>>;
  readonly notes?: string;
}
