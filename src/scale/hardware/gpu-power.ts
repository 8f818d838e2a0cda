import type { Gpu } from './gpu.ts';
import type { StepParts } from './step-cost.ts';

/** Share of the design power that a part with weights loaded and nothing to do draws. */
const idleShare = 0.12;
// Decode holds 0.43 to 0.46 of the design power, prefill 0.75 to 1.0 (A100, Splitwise; H100 and H200 fleets likewise).
const shareByClass: Readonly<Record<keyof StepParts, number>> = { compute: 0.92, bandwidth: 0.55, network: 0.4, overhead: 0.3 };

export const designWatts = (gpu: Gpu): number => gpu.thermalDesignWatts ?? 400 * Math.sqrt(gpu.memoryTerabytesPerSecond);

export const idleWatts = (gpu: Gpu): number => designWatts(gpu) * idleShare;

/** Mean power of one part during a step, watts. */
export function stepWatts(gpu: Gpu, parts: StepParts): number {
  const total = parts.compute + parts.bandwidth + parts.network + parts.overhead;
  if (total === 0) return idleWatts(gpu);
  let share = 0;
  for (const key of Object.keys(parts) as (keyof StepParts)[]) share += (parts[key] / total) * shareByClass[key];
  return designWatts(gpu) * share;
}
