// Written by tools/calibrate.ts; do not edit.
import type { Coefficients } from './coefficient-file.ts';
import { kernelCurveTable } from './kernel-curve-table.ts';
import { tpotCorrections } from './tpot-corrections.ts';
import { ttftCorrections } from './ttft-corrections.ts';
import { throughputCorrections } from './throughput-corrections.ts';

export const coefficients: Coefficients = {
  version: '1 (2026-11-23)',
  borrowed: {
    cdna: 'hopper x 0.7 compute, x 0.8 memory, x 1.4 floors',
    tpu: 'hopper x 0.8 compute, x 0.85 memory, x 1.2 floors',
    'unified-memory': 'blackwell-workstation x 0.55 compute, x 0.85 memory, x 1 floors',
    'consumer-gpu': 'ampere x 0.5 compute, x 0.85 memory, x 1 floors',
    'desktop-cpu': 'ampere x 0.45 compute, x 0.85 memory, x 0.5 floors',
  },
  engines: {
    vllm: {
      step: 0.0003774,
      layer: 0.00003193,
      sequence: 0.000007294,
      floors: 0.5315,
      gemm: 1.013,
      attention: 1.046,
      experts: 0.9966,
      network: 1.058,
      prefill: 1.122,
      request: 0.02657,
      waitSteady: 0.1871,
      waitPerSequence: 0.09157,
      dataStall: 0.5,
    },
    sglang: {
      step: 0.001598,
      layer: 0.00003705,
      sequence: 0.00001802,
      floors: 0.4649,
      gemm: 1.013,
      attention: 1.06,
      experts: 1.005,
      network: 1.09,
      prefill: 1.087,
      request: 0.1657,
      waitSteady: 0.5257,
      waitPerSequence: 0.3238,
      dataStall: 0.5,
    },
    'tensorrt-llm': {
      step: 0.00066,
      layer: 0.00001431,
      sequence: 0.000003923,
      floors: 0.413,
      gemm: 1.013,
      attention: 1.017,
      experts: 1.013,
      network: 1.169,
      prefill: 1.113,
      request: 0.04754,
      waitSteady: 1.066,
      waitPerSequence: 0.08753,
      dataStall: 0.0653,
    },
    'llama.cpp': {
      step: 0.0002,
      layer: 0.000001,
      sequence: 0.000005,
      floors: 0.7,
      gemm: 1.1,
      attention: 1.2,
      experts: 1.1,
      network: 1.1,
      prefill: 1.2,
      request: 0.002,
      waitSteady: 0.01,
      waitPerSequence: 0.06,
      dataStall: 0.5,
    },
  },
  bands: {
    tpot: {
      dense: { measuredPair: 1.139, newPair: 1.432 },
      moe: { measuredPair: 1.18, newPair: 1.456 },
    },
    ttft: {
      dense: { measuredPair: 1.373, newPair: 1.884 },
      moe: { measuredPair: 1.602, newPair: 2.262 },
    },
    throughput: {
      dense: { measuredPair: 1.267, newPair: 1.568 },
      moe: { measuredPair: 1.212, newPair: 1.64 },
    },
  },
  curves: kernelCurveTable,
  corrections: { tpot: tpotCorrections, ttft: ttftCorrections, throughput: throughputCorrections },
};
