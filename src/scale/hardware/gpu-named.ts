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
  'A100-40GB': 'A100-SXM-40GB',
  'A100-PCIe': 'A100-PCIe-80GB',
  Trillium: 'TPU-v6e',
  Ironwood: 'TPU-v7x',
  'Ryzen AI Max+ 395': 'Strix-Halo-395',
  'RTX PRO 6000 server': 'RTX-PRO-6000-SE',
  'RTX PRO 6000 Server Edition': 'RTX-PRO-6000-SE',
};

const byName = new Map<string, Gpu>([
  ...gpus.map((gpu) => [plainName(gpu.id), gpu] as const),
  ...Object.entries(aliases).flatMap(([alias, id]) => gpus.filter((gpu) => gpu.id === id).map((gpu) => [plainName(alias), gpu] as const)),
]);

/** What drivers and dealers write around the name of a part. */
const decoration = /\b(?:nvidia|amd|intel|apple|google|instinct|geforce|tesla|radeon|tensor core|blackwell|hgx|oam|hbm\d?e?)\b/gi;
const memorySize = /[-_ ]?\b\d+ ?(?:gb|gib)\b/gi;

/** The part that `name` means, with or without its maker, socket and memory (`NVIDIA H100 80GB HBM3`), or undefined. */
export function findGpu(name: string): Gpu | undefined {
  const exact = byName.get(plainName(name));
  if (exact !== undefined) return exact;
  const bare = name.replaceAll('_', ' ').replaceAll(decoration, ' ').replaceAll(/sxm\d/gi, 'SXM');
  return byName.get(plainName(bare)) ?? byName.get(plainName(bare.replaceAll(memorySize, ' ')));
}

/** @throws {TareError} `unknown-gpu`, with the nearest names */
export function gpuNamed(name: string): Gpu {
  const found = findGpu(name);
  if (found !== undefined) return found;
  const near = nearestNames(name, [...gpus.map((gpu) => gpu.id), ...Object.keys(aliases)]);
  throw new TareError({ code: 'unknown-gpu', message: `no GPU or processor named "${name}"`, hint: `Did you mean ${near.join(', ')}?` });
}
