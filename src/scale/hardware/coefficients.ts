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
      step: 0.0003753,
      layer: 0.00003235,
      sequence: 0.000007339,
      floors: 0.53,
      gemm: 1.012,
      attention: 1.046,
      experts: 0.9965,
      network: 1.069,
      prefill: 1.118,
      request: 0.02657,
      waitSteady: 0.188,
      waitPerSequence: 0.0917,
      dataStall: 0.5,
    },
    sglang: {
      step: 0.001598,
      layer: 0.00003717,
      sequence: 0.00001786,
      floors: 0.468,
      gemm: 1.013,
      attention: 1.059,
      experts: 1.005,
      network: 1.094,
      prefill: 1.084,
      request: 0.1661,
      waitSteady: 0.5301,
      waitPerSequence: 0.3241,
      dataStall: 0.5,
    },
    'tensorrt-llm': {
      step: 0.0006582,
      layer: 0.00001459,
      sequence: 0.000003955,
      floors: 0.4135,
      gemm: 1.014,
      attention: 1.016,
      experts: 1.014,
      network: 1.166,
      prefill: 1.111,
      request: 0.04741,
      waitSteady: 1.075,
      waitPerSequence: 0.08756,
      dataStall: 0.06291,
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
      dense: { measuredPair: 1.111, newPair: 1.433 },
      moe: { measuredPair: 1.18, newPair: 1.455 },
    },
    ttft: {
      dense: { measuredPair: 1.427, newPair: 1.996 },
      moe: { measuredPair: 1.624, newPair: 2.239 },
    },
    throughput: {
      dense: { measuredPair: 1.267, newPair: 1.569 },
      moe: { measuredPair: 1.211, newPair: 1.641 },
    },
    prefill: {
      dense: { measuredPair: 1.158, newPair: 1.314 },
      moe: { measuredPair: 1.25, newPair: 1.988 },
    },
    power: {
      dense: { measuredPair: 1.164, newPair: 1.37 },
      moe: { measuredPair: 1.164, newPair: 1.37 },
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
