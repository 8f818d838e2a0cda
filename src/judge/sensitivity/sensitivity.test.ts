import { expect, test } from 'vitest';
import { seed } from '../../base/random.ts';
import { drawCase } from '../case/drawn-case.ts';
import { breakEvenOf } from './break-even.ts';
import { sobolIndices } from './sobol-indices.ts';
import { tornadoOf } from './tornado.ts';

// Ishigami and Homma (1990) with a = 7, b = 0.1: the closed-form indices of Sobol and Levitan (1999).
test('Sobol indices of the Ishigami function agree with the closed form within their stated error', () => {
  const { linked, model } = drawCase({
    inputs: {
      x1: `uniform(-${Math.PI}, ${Math.PI}) | x`,
      x2: `uniform(-${Math.PI}, ${Math.PI}) | x`,
      x3: `uniform(-${Math.PI}, ${Math.PI}) | x`,
      a: '7 | x',
      b: '0.1 | x',
      bar: '0 | x',
    },
    formula: 'sin(x1) + a * sin(x2) * sin(x2) + b * x3 * x3 * x3 * x3 * sin(x1)',
    unit: 'x',
    trueIf: 'result > bar',
  });
  const variance = 49 / 8 + (0.1 * Math.PI ** 4) / 5 + (0.01 * Math.PI ** 8) / 18 + 0.5;
  const v1 = 0.5 * (1 + (0.1 * Math.PI ** 4) / 5) ** 2;
  const v2 = 49 / 8;
  const v13 = 0.01 * Math.PI ** 8 * (1 / 18 - 1 / 50);
  const exact = { x1: [v1, v1 + v13], x2: [v2, v2], x3: [0, v13] } as const;
  const indices = sobolIndices(linked, model, seed(7), 65_536);
  expect(indices.map(({ input }) => input)).toEqual(['x1', 'x2', 'x3']);
  for (const { input, first, firstError, total, totalError } of indices) {
    const [exactFirst, exactTotal] = exact[input as keyof typeof exact].map((part) => part / variance) as [number, number];
    expect(Math.abs(first - exactFirst)).toBeLessThan(4 * firstError + 1e-3);
    expect(Math.abs(total - exactTotal)).toBeLessThan(4 * totalError + 1e-3);
    expect(firstError).toBeLessThan(0.02);
    expect(totalError).toBeLessThan(0.02);
  }
});

test('of a sum, each input explains its own share and no more', () => {
  const { linked, model } = drawCase({
    inputs: { a: 'normal(0, 1) | x', b: 'normal(0, 2) | x', bar: '0 | x' },
    formula: 'a + b',
    unit: 'x',
    trueIf: 'result > bar',
  });
  const [a, b] = sobolIndices(linked, model, seed(1), 32_768);
  expect(a?.total).toBeCloseTo(0.2, 1);
  expect(b?.first).toBeCloseTo(0.8, 1);
});

test('the tornado puts the widest input first and moves one at a time', () => {
  const { linked, model } = drawCase({
    inputs: { a: 'uniform(0, 1) | x', b: 'uniform(0, 10) | x', bar: '5 | x' },
    formula: 'a + b',
    unit: 'x',
    trueIf: 'result > bar',
  });
  const tornado = tornadoOf(linked, model);
  expect(tornado.centre).toBeCloseTo(5.5, 9);
  expect(tornado.bars.map(({ input }) => input)).toEqual(['b', 'a']);
  expect(tornado.bars[0]?.resultAtHigh).toBeCloseTo(10, 9);
});

test('the break-even of a known factor is exact, and its interval follows from the other inputs', () => {
  const { linked, model } = drawCase({
    inputs: { supply: '1 to 4 | x', cost: 'uniform(0.5, 20) | x', whole: '1 | x' },
    formula: 'supply / cost',
    unit: 'x',
    trueIf: 'result >= whole',
  });
  const found = breakEvenOf(linked, model, 'cost', seed(7));
  expect(found?.value).toBeCloseTo(2, 1);
  expect(found?.low).toBeCloseTo(1, 1);
  expect(found?.high).toBeCloseTo(4, 0);
  expect(found?.holds).toBe('below');
  expect(found?.within).toBe(true);
});

test('an input that cannot flip the rule has no break-even', () => {
  const { linked, model } = drawCase({
    inputs: { a: 'uniform(1, 2) | fraction', b: '100 to 200 | x', bar: '5 | x' },
    formula: 'a * b',
    unit: 'x',
    trueIf: 'result > bar',
  });
  expect(breakEvenOf(linked, model, 'a', seed(7), { low: 1, high: 2 })).toBeUndefined();
});
