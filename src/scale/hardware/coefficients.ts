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
      step: 0.0003896,
      layer: 0.00003386,
      sequence: 0.000005869,
      floors: 0.511,
      gemm: 1.011,
      attention: 1.04,
      experts: 0.9969,
      network: 1.053,
      prefill: 1.159,
      request: 0.02641,
      waitSteady: 0.1608,
      waitPerSequence: 0.08658,
      dataStall: 0.2,
    },
    sglang: {
      step: 0.001661,
      layer: 0.00003698,
      sequence: 0.00001685,
      floors: 0.4607,
      gemm: 1.013,
      attention: 1.048,
      experts: 1.004,
      network: 1.058,
      prefill: 1.113,
      request: 0.1632,
      waitSteady: 0.6097,
      waitPerSequence: 0.3101,
      dataStall: 0.2,
    },
    'tensorrt-llm': {
      step: 0.0006532,
      layer: 0.00001461,
      sequence: 0.000005984,
      floors: 0.4084,
      gemm: 1.014,
      attention: 1.016,
      experts: 1.013,
      network: 1.154,
      prefill: 1.096,
      request: 0.05321,
      waitSteady: 0.8649,
      waitPerSequence: 0.09585,
      dataStall: 0.1045,
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
      dense: { measuredPair: 1.113, newPair: 1.438 },
      moe: { measuredPair: 1.162, newPair: 1.426 },
    },
    ttft: {
      dense: { measuredPair: 1.418, newPair: 2.033 },
      moe: { measuredPair: 1.61, newPair: 2.183 },
    },
    throughput: {
      dense: { measuredPair: 1.124, newPair: 1.337 },
      moe: { measuredPair: 1.184, newPair: 1.669 },
    },
    prefill: {
      dense: { measuredPair: 1.155, newPair: 1.328 },
      moe: { measuredPair: 1.229, newPair: 1.937 },
    },
    power: {
      dense: { measuredPair: 1.191, newPair: 1.386 },
      moe: { measuredPair: 1.191, newPair: 1.386 },
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
