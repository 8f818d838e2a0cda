import type { Architecture } from './gpu.ts';
import type { OperandType } from './quantisation.ts';

/** Shares of the peak that kernels of one architecture reach, and their floors in seconds. Every share lies in (0, 1]. */
export interface Efficiency {
  /** Of the peak, in large products. */
  readonly gemmCompute: Readonly<Record<OperandType, number>>;
  /** Of the memory's rate, streaming large weights. */
  readonly gemmMemory: Readonly<Record<OperandType, number>>;
  readonly gemmFloor: number;
  readonly prefillAttention: number;
  readonly decodeAttention: number;
  readonly attentionFloor: number;
  readonly expertCompute: Readonly<Record<OperandType, number>>;
  readonly expertMemory: Readonly<Record<OperandType, number>>;
  readonly expertFloor: number;
  /** Of the link's rate, in large all-reduces. */
  readonly link: number;
  readonly reduceFloor: number;
}

const datacenter = { gemmFloor: 3e-6, attentionFloor: 8e-6, expertFloor: 25e-6, reduceFloor: 6e-6, link: 0.6 };

/** Constants out of the kernel tables: large shapes reach these shares (see docs/cost-model.md). */
const table: Readonly<Record<Architecture, Efficiency>> = {
  ampere: {
    ...datacenter,
    gemmCompute: { bf16: 0.8, fp8: 0.6, fp4: 0.4 },
    gemmMemory: { bf16: 0.75, fp8: 0.65, fp4: 0.5 },
    prefillAttention: 0.45,
    decodeAttention: 0.7,
    expertCompute: { bf16: 0.5, fp8: 0.4, fp4: 0.3 },
    expertMemory: { bf16: 0.72, fp8: 0.6, fp4: 0.45 },
  },
  ada: {
    ...datacenter,
    gemmCompute: { bf16: 0.57, fp8: 0.49, fp4: 0.4 },
    gemmMemory: { bf16: 0.83, fp8: 0.83, fp4: 0.7 },
    prefillAttention: 0.38,
    decodeAttention: 0.77,
    expertCompute: { bf16: 0.4, fp8: 0.35, fp4: 0.3 },
    expertMemory: { bf16: 0.7, fp8: 0.7, fp4: 0.6 },
    reduceFloor: 22e-6,
    link: 0.5,
  },
  hopper: {
    ...datacenter,
    gemmCompute: { bf16: 0.75, fp8: 0.58, fp4: 0.4 },
    gemmMemory: { bf16: 0.79, fp8: 0.66, fp4: 0.5 },
    prefillAttention: 0.53,
    decodeAttention: 0.65,
    expertCompute: { bf16: 0.45, fp8: 0.4, fp4: 0.3 },
    expertMemory: { bf16: 0.7, fp8: 0.6, fp4: 0.5 },
  },
  blackwell: {
    ...datacenter,
    gemmCompute: { bf16: 0.65, fp8: 0.52, fp4: 0.38 },
    gemmMemory: { bf16: 0.7, fp8: 0.52, fp4: 0.41 },
    prefillAttention: 0.45,
    decodeAttention: 0.6,
    expertCompute: { bf16: 0.4, fp8: 0.35, fp4: 0.28 },
    expertMemory: { bf16: 0.58, fp8: 0.44, fp4: 0.44 },
  },
  'blackwell-ultra': {
    ...datacenter,
    gemmCompute: { bf16: 0.7, fp8: 0.55, fp4: 0.29 },
    gemmMemory: { bf16: 0.7, fp8: 0.52, fp4: 0.41 },
    prefillAttention: 0.5,
    decodeAttention: 0.6,
    expertCompute: { bf16: 0.4, fp8: 0.35, fp4: 0.24 },
    expertMemory: { bf16: 0.58, fp8: 0.44, fp4: 0.42 },
  },
  'blackwell-workstation': {
    ...datacenter,
    gemmCompute: { bf16: 0.8, fp8: 0.7, fp4: 0.6 },
    gemmMemory: { bf16: 0.81, fp8: 0.78, fp4: 0.6 },
    prefillAttention: 0.43,
    decodeAttention: 0.8,
    expertCompute: { bf16: 0.5, fp8: 0.45, fp4: 0.4 },
    expertMemory: { bf16: 0.7, fp8: 0.65, fp4: 0.55 },
    reduceFloor: 24e-6,
    link: 0.4,
  },
  cdna: {
    ...datacenter,
    gemmCompute: { bf16: 0.5, fp8: 0.45, fp4: 0.4 },
    gemmMemory: { bf16: 0.65, fp8: 0.55, fp4: 0.45 },
    prefillAttention: 0.35,
    decodeAttention: 0.55,
    expertCompute: { bf16: 0.35, fp8: 0.3, fp4: 0.25 },
    expertMemory: { bf16: 0.55, fp8: 0.45, fp4: 0.4 },
    reduceFloor: 10e-6,
  },
  tpu: {
    ...datacenter,
    gemmCompute: { bf16: 0.6, fp8: 0.5, fp4: 0.4 },
    gemmMemory: { bf16: 0.7, fp8: 0.6, fp4: 0.5 },
    prefillAttention: 0.35,
    decodeAttention: 0.55,
    expertCompute: { bf16: 0.4, fp8: 0.35, fp4: 0.3 },
    expertMemory: { bf16: 0.55, fp8: 0.5, fp4: 0.4 },
  },
  'unified-memory': {
    ...datacenter,
    gemmCompute: { bf16: 0.45, fp8: 0.35, fp4: 0.3 },
    gemmMemory: { bf16: 0.8, fp8: 0.75, fp4: 0.7 },
    prefillAttention: 0.25,
    decodeAttention: 0.6,
    expertCompute: { bf16: 0.3, fp8: 0.25, fp4: 0.2 },
    expertMemory: { bf16: 0.7, fp8: 0.7, fp4: 0.65 },
  },
  'consumer-gpu': {
    ...datacenter,
    gemmCompute: { bf16: 0.5, fp8: 0.4, fp4: 0.3 },
    gemmMemory: { bf16: 0.75, fp8: 0.7, fp4: 0.6 },
    prefillAttention: 0.25,
    decodeAttention: 0.6,
    expertCompute: { bf16: 0.3, fp8: 0.3, fp4: 0.2 },
    expertMemory: { bf16: 0.65, fp8: 0.6, fp4: 0.5 },
  },
  'desktop-cpu': {
    ...datacenter,
    gemmCompute: { bf16: 0.4, fp8: 0.3, fp4: 0.3 },
    gemmMemory: { bf16: 0.72, fp8: 0.7, fp4: 0.68 },
    prefillAttention: 0.2,
    decodeAttention: 0.6,
    expertCompute: { bf16: 0.3, fp8: 0.3, fp4: 0.3 },
    expertMemory: { bf16: 0.68, fp8: 0.65, fp4: 0.6 },
  },
};

export const efficiencyOf = (architecture: Architecture): Efficiency => table[architecture];
