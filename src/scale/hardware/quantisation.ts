import { assertExists } from '../../base/assert.ts';
import type { Gpu } from './gpu.ts';

export type QuantisationName = 'bf16' | 'fp8' | 'nvfp4' | 'mxfp4' | 'int8' | 'int4' | 'q8_0' | 'q4_0' | 'q4_k';
export type OperandType = 'bf16' | 'fp8' | 'fp4';
export type KvCacheType = 'bf16' | 'fp8' | 'fp4';

/** A weight format: what it stores and with which operands it multiplies. */
export interface Quantisation {
  readonly name: QuantisationName;
  /** Bytes of one weight, its share of the scales included. */
  readonly weightBytes: number;
  /** Operands of the matrix products, where the part has units for them. */
  readonly operands: OperandType;
  /** True where only the experts' weights have this format and the rest stays as named by `elsewhere`. */
  readonly expertsOnly: boolean;
  readonly elsewhere: Exclude<OperandType, 'fp4'>;
  /** Cache format that engines choose beside such weights. */
  readonly kvCache: KvCacheType;
}

const formats: Readonly<Record<QuantisationName, Quantisation>> = {
  bf16: { name: 'bf16', weightBytes: 2, operands: 'bf16', expertsOnly: false, elsewhere: 'bf16', kvCache: 'bf16' },
  fp8: { name: 'fp8', weightBytes: 1, operands: 'fp8', expertsOnly: false, elsewhere: 'fp8', kvCache: 'fp8' },
  // 4 bits and one FP8 scale for 16 weights.
  nvfp4: { name: 'nvfp4', weightBytes: 0.5625, operands: 'fp4', expertsOnly: false, elsewhere: 'bf16', kvCache: 'fp8' },
  // 4 bits and one 8-bit exponent for 32 weights; gpt-oss keeps attention and embeddings in bf16.
  mxfp4: { name: 'mxfp4', weightBytes: 0.53125, operands: 'fp4', expertsOnly: true, elsewhere: 'bf16', kvCache: 'bf16' },
  int8: { name: 'int8', weightBytes: 1, operands: 'bf16', expertsOnly: false, elsewhere: 'bf16', kvCache: 'bf16' },
  // 4 bits and one bf16 scale for 32 to 128 weights; multiplied as bf16.
  int4: { name: 'int4', weightBytes: 0.53, operands: 'bf16', expertsOnly: false, elsewhere: 'bf16', kvCache: 'bf16' },
  // ggml blocks of 32: 34 bytes, 18 bytes, and 4.5 bits in super-blocks.
  q8_0: { name: 'q8_0', weightBytes: 34 / 32, operands: 'bf16', expertsOnly: false, elsewhere: 'bf16', kvCache: 'bf16' },
  q4_0: { name: 'q4_0', weightBytes: 18 / 32, operands: 'bf16', expertsOnly: false, elsewhere: 'bf16', kvCache: 'bf16' },
  q4_k: { name: 'q4_k', weightBytes: 4.5 / 8, operands: 'bf16', expertsOnly: false, elsewhere: 'bf16', kvCache: 'bf16' },
};

/** Names of the same formats in other tables. */
const aliases: Readonly<Record<string, QuantisationName>> = {
  fp16: 'bf16',
  f16: 'bf16',
  bfloat16: 'bf16',
  float16: 'bf16',
  fp8_block: 'fp8',
  fp4: 'nvfp4',
  w4a16: 'int4',
  awq: 'int4',
  gptq: 'int4',
  q4_k_s: 'q4_k',
  q4_k_m: 'q4_k',
};

export const quantisationNames = Object.keys(formats) as readonly QuantisationName[];

export const quantisation = (name: QuantisationName): Quantisation => formats[name];

/** The format that `text` names, or undefined. */
export function quantisationNamed(text: string): Quantisation | undefined {
  const key = text.trim().toLowerCase();
  const name = aliases[key] ?? quantisationNames.find((known) => known === key);
  return name === undefined ? undefined : formats[name];
}

/** Operands a part really multiplies with: the next wider type where it lacks the unit. */
export function operandsOn(gpu: Gpu, wanted: OperandType): OperandType {
  if (wanted === 'fp4' && gpu.fp4Tflops !== undefined) return 'fp4';
  if (wanted !== 'bf16' && gpu.fp8Tflops !== undefined && wanted === 'fp8') return 'fp8';
  return 'bf16';
}

/** Dense peak of one part in FLOP/s for operands it has. */
export function peakFlops(gpu: Gpu, operands: OperandType): number {
  const teraflops = { bf16: gpu.bf16Tflops, fp8: gpu.fp8Tflops, fp4: gpu.fp4Tflops }[operands];
  return assertExists(teraflops, `${gpu.id} has no ${operands} unit`) * 1e12;
}

export const operandBytes: Readonly<Record<OperandType, number>> = { bf16: 2, fp8: 1, fp4: 0.5625 };
