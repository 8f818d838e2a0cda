// Written by tools/calibrate.ts; do not edit.
import type { Coefficients } from './coefficient-file.ts';
import { kernelCurveTable } from './kernel-curve-table.ts';
import { tpotCorrections } from './tpot-corrections.ts';
import { ttftCorrections } from './ttft-corrections.ts';
import { throughputCorrections } from './throughput-corrections.ts';
import { prefillCorrections } from './prefill-corrections.ts';
import { powerCorrections } from './power-corrections.ts';

export const coefficients: Coefficients = {
  version: '1 (2026-11-23)',
  borrowed: {
    cdna: 'hopper x 0.7 compute, x 0.8 memory, x 1.4 floors',
    tpu: 'hopper x 0.8 compute, x 0.85 memory, x 1.2 floors',
    'unified-memory': 'blackwell-workstation x 0.55 compute, x 0.85 memory, x 1 floors',
    'consumer-gpu': 'ampere x 0.6 compute, x 0.85 memory, x 0.6 floors',
    'desktop-cpu': 'ampere x 0.7 compute, x 0.95 memory, x 0.5 floors',
  },
  engines: {
    vllm: {
      step: 0.0003841,
      layer: 0.00003302,
      sequence: 0.000005908,
      floors: 0.5207,
      gemm: 1.011,
      attention: 1.042,
      experts: 0.9956,
      network: 1.053,
      prefill: 1.156,
      request: 0.02629,
      waitSteady: 0.1716,
      waitPerSequence: 0.08673,
      dataStall: 0.5,
    },
    sglang: {
      step: 0.001599,
      layer: 0.00003748,
      sequence: 0.00001712,
      floors: 0.465,
      gemm: 1.012,
      attention: 1.059,
      experts: 1.006,
      network: 1.08,
      prefill: 1.102,
      request: 0.1651,
      waitSteady: 0.541,
      waitPerSequence: 0.3151,
      dataStall: 0.5,
    },
    'tensorrt-llm': {
      step: 0.0006638,
      layer: 0.00001442,
      sequence: 0.000003838,
      floors: 0.4128,
      gemm: 1.013,
      attention: 1.016,
      experts: 1.014,
      network: 1.15,
      prefill: 1.124,
      request: 0.0472,
      waitSteady: 1.07,
      waitPerSequence: 0.08567,
      dataStall: 0.06234,
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
      dense: { measuredPair: 1.112, newPair: 1.435 },
      moe: { measuredPair: 1.18, newPair: 1.45 },
    },
    ttft: {
      dense: { measuredPair: 1.431, newPair: 2.008 },
      moe: { measuredPair: 1.625, newPair: 2.239 },
    },
    throughput: {
      dense: { measuredPair: 1.304, newPair: 1.597 },
      moe: { measuredPair: 1.236, newPair: 1.648 },
    },
    prefill: {
      dense: { measuredPair: 1.159, newPair: 1.301 },
      moe: { measuredPair: 1.23, newPair: 1.984 },
    },
    power: {
      dense: { measuredPair: 1.194, newPair: 1.386 },
      moe: { measuredPair: 1.194, newPair: 1.386 },
    },
  },
  curves: kernelCurveTable,
  corrections: {
    tpot: tpotCorrections,
    ttft: ttftCorrections,
    throughput: throughputCorrections,
    prefill: prefillCorrections,
    power: powerCorrections,
  },
};
