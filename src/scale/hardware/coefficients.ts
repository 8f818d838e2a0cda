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
      step: 0.0003876,
      layer: 0.00003361,
      sequence: 0.000005734,
      floors: 0.518,
      gemm: 1.011,
      attention: 1.041,
      experts: 0.9965,
      network: 1.055,
      prefill: 1.157,
      request: 0.02628,
      waitSteady: 0.1667,
      waitPerSequence: 0.08626,
      dataStall: 0.5,
    },
    sglang: {
      step: 0.001588,
      layer: 0.00003718,
      sequence: 0.00001744,
      floors: 0.4677,
      gemm: 1.013,
      attention: 1.047,
      experts: 1.004,
      network: 1.063,
      prefill: 1.111,
      request: 0.1633,
      waitSteady: 0.5972,
      waitPerSequence: 0.3101,
      dataStall: 0.5,
    },
    'tensorrt-llm': {
      step: 0.0006806,
      layer: 0.0000145,
      sequence: 0.000003023,
      floors: 0.4176,
      gemm: 1.016,
      attention: 1.016,
      experts: 1.009,
      network: 1.162,
      prefill: 1.1,
      request: 0.05329,
      waitSteady: 0.8542,
      waitPerSequence: 0.09482,
      dataStall: 0.1245,
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
      dense: { measuredPair: 1.11, newPair: 1.437 },
      moe: { measuredPair: 1.175, newPair: 1.459 },
    },
    ttft: {
      dense: { measuredPair: 1.407, newPair: 2.028 },
      moe: { measuredPair: 1.608, newPair: 2.159 },
    },
    throughput: {
      dense: { measuredPair: 1.127, newPair: 1.325 },
      moe: { measuredPair: 1.189, newPair: 1.679 },
    },
    prefill: {
      dense: { measuredPair: 1.155, newPair: 1.329 },
      moe: { measuredPair: 1.229, newPair: 1.937 },
    },
    power: {
      dense: { measuredPair: 1.191, newPair: 1.385 },
      moe: { measuredPair: 1.191, newPair: 1.385 },
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
