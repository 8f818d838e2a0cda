import type { FigureSource } from '../hardware/figure-source.ts';
import type { Gpu } from '../hardware/gpu.ts';

/** What one GPU-hour is rented for on demand. */
export interface GpuHourPrice {
  readonly usdPerGpuHour: number;
  readonly source: FigureSource;
}

const runPod: FigureSource = { text: 'runpod.io/pricing, pods, on demand', date: '2026-10-07', verified: true };
const runPodNovember: FigureSource = { text: 'runpod.io/pricing, secure cloud, on demand', date: '2026-11-09', verified: true };
const fromMemory: FigureSource = { text: 'typical on-demand rent, from memory', date: '2026-11-23', verified: false };

// Rent of one chip differs 4.6 times between the cheapest and the dearest landlord (H100 SXM: $2.69 to $12.29, 2026-11-09).
const prices: Readonly<Record<string, GpuHourPrice>> = {
  'A100-SXM-80GB': { usdPerGpuHour: 1.79, source: runPodNovember },
  'H100-SXM': { usdPerGpuHour: 3.49, source: runPod },
  'H100-PCIe': { usdPerGpuHour: 2.89, source: runPodNovember },
  'H100-NVL': { usdPerGpuHour: 3.19, source: runPodNovember },
  'H200-SXM': { usdPerGpuHour: 4.59, source: runPod },
  'B200-SXM': { usdPerGpuHour: 6.79, source: runPod },
  'B300-SXM': { usdPerGpuHour: 7.89, source: runPod },
  L40S: { usdPerGpuHour: 0.86, source: fromMemory },
  L4: { usdPerGpuHour: 0.44, source: fromMemory },
  MI300X: { usdPerGpuHour: 2.5, source: fromMemory },
  'RTX-PRO-6000-SE': { usdPerGpuHour: 1.9, source: fromMemory },
  'RTX-4090': { usdPerGpuHour: 0.69, source: fromMemory },
  'RTX-5090': { usdPerGpuHour: 0.95, source: fromMemory },
};

/** Rent of a part, or undefined where none is known. */
export const gpuHourPrice = (gpu: Gpu): GpuHourPrice | undefined => prices[gpu.id];
