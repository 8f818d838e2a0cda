/**
 * What an engine costs beside its kernels. Times in seconds; the shares scale kernel classes that an engine runs better or worse
 * than the kernel tables do, and stay within what the hardware allows (see coefficients.test.ts).
 */
export interface EngineCoefficients {
  /** Once a step: scheduling, input preparation, sampling, detokenizing. */
  readonly step: number;
  /** Once a layer: launches and small kernels that no class covers. */
  readonly layer: number;
  /** Once a sequence and step. */
  readonly sequence: number;
  /** Kernel floors that remain: engines fuse quantisation and overlap launches. */
  readonly floors: number;
  /** Factors on kernel classes. */
  readonly gemm: number;
  readonly attention: number;
  readonly experts: number;
  readonly network: number;
  /** Factor on the kernels of a step that prefills. */
  readonly prefill: number;
  /** Once a request, before and after its steps. */
  readonly request: number;
  /** Extra prefills' worth of waiting that a prompt meets in a closed loop: in steady state, and for each sequence of the load. */
  readonly waitSteady: number;
  readonly waitPerSequence: number;
  /** Share of one rank's prefill that stalls the others under attention data parallelism, as a power of the ranks. */
  readonly dataStall: number;
}
