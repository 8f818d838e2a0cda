// Written by tools/calibrate.ts; do not edit.
import type { Coefficients } from './coefficient-file.ts';
import { kernelCurveTable } from './kernel-curve-table.ts';
import { tpotCorrections } from './tpot-corrections.ts';
import { ttftCorrections } from './ttft-corrections.ts';
import { throughputCorrections } from './throughput-corrections.ts';
import { prefillCorrections } from './prefill-corrections.ts';
import { powerCorrections } from './power-corrections.ts';

export const coefficients: Coefficients = {
  version: '2 (2026-11-28)',
  borrowed: {
    cdna: 'hopper x 0.7 compute, x 0.8 memory, x 1.4 floors',
    tpu: 'hopper x 0.8 compute, x 0.85 memory, x 1.2 floors',
    'unified-memory': 'blackwell-workstation x 0.55 compute, x 0.85 memory, x 1 floors',
    'consumer-gpu': 'ampere x 0.6 compute, x 0.85 memory, x 0.6 floors',
    'desktop-cpu': 'ampere x 0.7 compute, x 0.95 memory, x 0.5 floors',
  },
  engines: {
    vllm: {
      step: 0.0003764,
      layer: 0.00003368,
      sequence: 0.000005833,
      floors: 0.5142,
      gemm: 1.008,
      attention: 1.036,
      experts: 0.996,
      network: 1.057,
      prefill: 1.161,
      request: 0.0286,
      waitSteady: 0.1243,
      waitPerSequence: 0.08598,
      dataStall: 0.2,
    },
    sglang: {
      step: 0.001576,
      layer: 0.00003668,
      sequence: 0.00001795,
      floors: 0.4802,
      gemm: 1.016,
      attention: 1.039,
      experts: 1.007,
      network: 1.066,
      prefill: 1.081,
      request: 0.1605,
      waitSteady: 0.5893,
      waitPerSequence: 0.3261,
      dataStall: 0.2,
    },
    'tensorrt-llm': {
      step: 0.0007266,
      layer: 0.00001313,
      sequence: 0.00000482,
      floors: 0.4167,
      gemm: 1.019,
      attention: 1.039,
      experts: 1.008,
      network: 1.23,
      prefill: 1.07,
      request: 0.03604,
      waitSteady: 1.349,
      waitPerSequence: 0.09356,
      dataStall: 0.08971,
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
      dataStall: 0.2,
    },
  },
  bands: {
    tpot: {
      dense: { measuredPair: 1.113, newPair: 1.42 },
      moe: { measuredPair: 1.14, newPair: 1.323 },
    },
    ttft: {
      dense: { measuredPair: 1.326, newPair: 1.778 },
      moe: { measuredPair: 1.396, newPair: 1.872 },
    },
    throughput: {
      dense: { measuredPair: 1.111, newPair: 1.223 },
      moe: { measuredPair: 1.147, newPair: 1.293 },
    },
    prefill: {
      dense: { measuredPair: 1.163, newPair: 1.269 },
      moe: { measuredPair: 1.237, newPair: 2.021 },
    },
    power: {
      dense: { measuredPair: 1.186, newPair: 1.376 },
      moe: { measuredPair: 1.186, newPair: 1.376 },
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
