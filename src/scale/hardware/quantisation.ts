import { assertExists } from '../../base/assert.ts';
import type { Gpu } from './gpu.ts';

export type QuantisationName = 'bf16' | 'fp8' | 'nvfp4' | 'mxfp4' | 'int8' | 'int4' | 'q8_0' | 'q4_0' | 'q4_k';
export type OperandType = 'bf16' | 'fp8' | 'fp4';
export type KvCacheType = 'bf16' | 'fp8' | 'fp4';
/** A family of matrix kernels: by its operands; `w4` unpacks 4-bit weights to bf16, `mx4` meets MXFP4 weights with FP8. */
export type KernelType = OperandType | 'w4' | 'mx4';

/** How the weights of one part of a model are stored and multiplied. */
export interface WeightFormat {
  /** Bytes of one weight, its share of the scales included. */
  readonly bytes: number;
  readonly kernel: KernelType;
}

/** A checkpoint format. Formats that spare the attention (NVFP4 of experts, MXFP4, INT4) keep it in bf16. */
export interface Quantisation {
  readonly name: QuantisationName;
  /** Feed-forward blocks and experts. */
  readonly feedForward: WeightFormat;
  /** Attention of models without experts, and of models with experts. */
  readonly attention: WeightFormat;
  readonly attentionBesideExperts: WeightFormat;
  /** Routers, embeddings and the head. */
  readonly head: WeightFormat;
  /** Cache format that engines choose beside such weights. */
  readonly kvCache: KvCacheType;
}

const bf16: WeightFormat = { bytes: 2, kernel: 'bf16' };
const fp8: WeightFormat = { bytes: 1, kernel: 'fp8' };
// 4 bits and one FP8 scale for 16 weights.
const nvfp4: WeightFormat = { bytes: 0.5625, kernel: 'fp4' };
// 4 bits and one 8-bit exponent for 32 weights.
const mxfp4: WeightFormat = { bytes: 0.53125, kernel: 'mx4' };
// 4 bits and one bf16 scale for 32 to 128 weights.
const int4: WeightFormat = { bytes: 0.53, kernel: 'w4' };
const int8: WeightFormat = { bytes: 1, kernel: 'bf16' };
// ggml blocks of 32 weights: 34 bytes, 18 bytes; 4.5 bits in super-blocks.
const q8: WeightFormat = { bytes: 34 / 32, kernel: 'bf16' };
const q4: WeightFormat = { bytes: 18 / 32, kernel: 'w4' };
const q4k: WeightFormat = { bytes: 4.5 / 8, kernel: 'w4' };

const whole = (name: QuantisationName, format: WeightFormat, kvCache: KvCacheType, head = bf16): Quantisation => ({
  name,
  head,
  feedForward: format,
  attention: format,
  attentionBesideExperts: format,
  kvCache,
});

const formats: Readonly<Record<QuantisationName, Quantisation>> = {
  bf16: whole('bf16', bf16, 'bf16'),
  fp8: whole('fp8', fp8, 'fp8'),
  nvfp4: { ...whole('nvfp4', nvfp4, 'fp8'), attentionBesideExperts: bf16 },
  mxfp4: { ...whole('mxfp4', mxfp4, 'bf16'), attention: bf16, attentionBesideExperts: bf16 },
  int8: whole('int8', int8, 'bf16'),
  int4: { ...whole('int4', int4, 'bf16'), attentionBesideExperts: bf16 },
  q8_0: whole('q8_0', q8, 'bf16', q8),
  q4_0: whole('q4_0', q4, 'bf16', q8),
  q4_k: whole('q4_k', q4k, 'bf16', q8),
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
  'fp8-block': 'fp8',
  e4m3: 'fp8',
  fp8_e4m3: 'fp8',
  'w8a8-fp8': 'fp8',
  w8a8: 'int8',
  int8_wo: 'int8',
  int4_wo: 'int4',
  int4_awq: 'int4',
  w4a16_mxfp4: 'mxfp4',
  w4a8_mxfp4_mxfp8: 'mxfp4',
};

export const quantisationNames = Object.keys(formats) as readonly QuantisationName[];

/** A format as an engine stores it: GGUF files of MXFP4 models keep attention, embeddings and head in Q8_0 (gpt-oss-20b: 11.27 GiB). */
export function storedBy(engine: string, name: QuantisationName): Quantisation {
  const format = formats[name];
  return engine === 'llama.cpp' && name === 'mxfp4' ? { ...format, attention: q8, attentionBesideExperts: q8, head: q8 } : format;
}

/** The format that `text` names, or undefined. */
export function quantisationNamed(text: string): Quantisation | undefined {
  const key = text.trim().toLowerCase();
  const name = aliases[key] ?? quantisationNames.find((known) => known === key);
  return name === undefined ? undefined : formats[name];
}

/** Kernels that a part runs for weights of a format: weights stay as small, operands widen where the unit is missing. */
export function kernelOn(gpu: Gpu, wanted: KernelType): KernelType {
  if ((wanted === 'fp4' || wanted === 'mx4') && gpu.fp4Tflops === undefined) return 'w4';
  if (wanted === 'fp8' && gpu.fp8Tflops === undefined) return 'bf16';
  return wanted;
}

/** Operands with which a kernel multiplies. */
export function operandsOf(kernel: KernelType): OperandType {
  if (kernel === 'w4') return 'bf16';
  return kernel === 'mx4' ? 'fp8' : kernel;
}

/** Dense peak of one part in FLOP/s for operands it has. */
export function peakFlops(gpu: Gpu, operands: OperandType): number {
  const teraflops = { bf16: gpu.bf16Tflops, fp8: gpu.fp8Tflops, fp4: gpu.fp4Tflops }[operands];
  return assertExists(teraflops, `${gpu.id} has no ${operands} unit`) * 1e12;
}

/** Bytes of one activation that enters a kernel. */
export const operandBytes: Readonly<Record<OperandType, number>> = { bf16: 2, fp8: 1, fp4: 0.5625 };
/** Bytes of one cache element. */
export const cacheBytes: Readonly<Record<KvCacheType, number>> = { bf16: 2, fp8: 1, fp4: 0.5625 };
