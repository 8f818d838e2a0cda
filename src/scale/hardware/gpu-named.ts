import { TareError } from '../../base/tare-error.ts';
import { desktopParts } from './desktop-parts.ts';
import type { Gpu } from './gpu.ts';
import { nearestNames, plainName } from './name-search.ts';
import { nvidiaAccelerators } from './nvidia-accelerators.ts';
import { otherAccelerators } from './other-accelerators.ts';

export const gpus: readonly Gpu[] = [...nvidiaAccelerators, ...otherAccelerators, ...desktopParts];

/** Short names and the names of other tables. */
const aliases: Readonly<Record<string, string>> = {
  A100: 'A100-SXM-80GB',
  H100: 'H100-SXM',
  'H100-powercap': 'H100-SXM',
  H200: 'H200-SXM',
  H800: 'H800-SXM',
  B200: 'B200-SXM',
  B300: 'B300-SXM',
  GB200: 'GB200-NVL72',
  GB300: 'GB300-NVL72',
  GH200: 'GH200-480GB',
  RTXPRO6000: 'RTX-PRO-6000-SE',
  'RTX PRO 6000': 'RTX-PRO-6000-SE',
  'DGX Spark': 'DGX-Spark-GB10',
  GB10: 'DGX-Spark-GB10',
  'Strix Halo': 'Strix-Halo-395',
  'AMD MI50': 'MI50',
  'Intel Arc Pro B50': 'Arc-Pro-B50',
  'Ryzen-7950X': 'Ryzen-9-7950X+DDR5-6000',
  'Ryzen 9 7950X': 'Ryzen-9-7950X+DDR5-6000',
  'Ryzen 9 7950X (DDR5 2ch)': 'Ryzen-9-7950X+DDR5-6000',
  'Ryzen-9950X': 'Ryzen-9-9950X+DDR5-5600',
  'Ryzen 9 9950X': 'Ryzen-9-9950X+DDR5-5600',
  'Intel i7-11700K (DDR4 2ch)': 'Core-i7-11700K+DDR4-3200',
  'i7-11700K': 'Core-i7-11700K+DDR4-3200',
  'Core Ultra 285K': 'Core-Ultra-9-285K+DDR5-6400',
  'Threadripper 5975WX (DDR4)': 'Threadripper-PRO-5975WX+DDR4-3200',
  'Threadripper 5975WX': 'Threadripper-PRO-5975WX+DDR4-3200',
  'Ryzen AI 9 HX 370': 'Ryzen-AI-9-HX-370+LPDDR5X-7500',
  'TPU v5e': 'TPU-v5e',
  'M2 Ultra': 'Apple-M2-Ultra',
  'M3 Ultra': 'Apple-M3-Ultra',
  'M4 Max': 'Apple-M4-Max',
};

const byName = new Map<string, Gpu>([
  ...gpus.map((gpu) => [plainName(gpu.id), gpu] as const),
  ...Object.entries(aliases).flatMap(([alias, id]) => gpus.filter((gpu) => gpu.id === id).map((gpu) => [plainName(alias), gpu] as const)),
]);

/** The part that `name` means, or undefined. */
export const findGpu = (name: string): Gpu | undefined => byName.get(plainName(name));

/** @throws {TareError} `unknown-gpu`, with the nearest names */
export function gpuNamed(name: string): Gpu {
  const found = findGpu(name);
  if (found !== undefined) return found;
  const near = nearestNames(name, [...gpus.map((gpu) => gpu.id), ...Object.keys(aliases)]);
  throw new TareError({ code: 'unknown-gpu', message: `no GPU or processor named "${name}"`, hint: `Did you mean ${near.join(', ')}?` });
}
