import { expect, test } from 'vitest';
import { coefficients } from './coefficients.ts';
import type { KernelCurves } from './kernel-curves.ts';

const shares = (curves: KernelCurves): number[] => [
  ...[...Object.values(curves.gemm), ...Object.values(curves.expert)].flatMap((curve) => [curve.compute, curve.memory]),
  curves.decodeAttention.memory,
  curves.prefillAttention.compute,
  curves.prefillAttention.memory,
  curves.allReduce.link,
  curves.allToAll.link,
];

test('no kernel curve reaches more than the hardware has', () => {
  for (const [architecture, curves] of Object.entries(coefficients.curves)) {
    for (const share of shares(curves)) {
      expect(share, architecture).toBeGreaterThan(0);
      expect(share, architecture).toBeLessThanOrEqual(1);
    }
  }
});

test('no engine makes kernels faster than the tables by more than their noise, and every overhead takes time', () => {
  for (const [name, engine] of Object.entries(coefficients.engines)) {
    for (const factor of [engine.gemm, engine.attention, engine.experts, engine.network, engine.prefill]) {
      expect(factor, name).toBeGreaterThanOrEqual(0.98);
    }
    for (const seconds of [engine.step, engine.layer, engine.sequence, engine.request]) expect(seconds, name).toBeGreaterThan(0);
    expect(engine.step, name).toBeLessThan(0.02);
    expect(engine.dataStall, name).toBeLessThanOrEqual(1);
  }
});

test('every band is a factor above one and wider where a model and a part were never measured together', () => {
  for (const [metric, families] of Object.entries(coefficients.bands)) {
    for (const { measuredPair, newPair } of Object.values(families)) {
      expect(measuredPair, metric).toBeGreaterThan(1);
      if (metric !== 'power') expect(newPair, metric).toBeGreaterThan(measuredPair);
    }
  }
});
