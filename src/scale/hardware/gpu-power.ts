import type { Gpu } from './gpu.ts';
import type { StepClasses } from './step-cost.ts';

/** Share of the design power that a part with weights loaded and nothing to do draws. */
const idleShare = 0.12;
// Decode holds 0.43 to 0.46 of the design power, prefill 0.75 to 1.0 (A100, Splitwise; H100 and H200 fleets likewise).
const computeShare = 0.92;
const bandwidthShare = 0.55;
const networkShare = 0.4;
const waitingShare = 0.3;

/** Design power of one part; estimated from its memory rate where the maker does not publish it. */
export const designWatts = (gpu: Gpu): number => gpu.thermalDesignWatts ?? 400 * Math.sqrt(gpu.memoryTerabytesPerSecond);

export const idleWatts = (gpu: Gpu): number => designWatts(gpu) * idleShare;

/** Mean power of one part during a step of `stepSeconds`, watts. */
export function stepWatts(gpu: Gpu, classes: StepClasses, stepSeconds: number): number {
  if (stepSeconds === 0) return idleWatts(gpu);
  const busy = classes.compute + classes.bandwidth + classes.network;
  const scale = busy > stepSeconds ? stepSeconds / busy : 1;
  const working = classes.compute * computeShare + classes.bandwidth * bandwidthShare + classes.network * networkShare;
  const waiting = Math.max(0, stepSeconds - busy * scale);
  return (designWatts(gpu) * (working * scale + waiting * waitingShare)) / stepSeconds;
}
