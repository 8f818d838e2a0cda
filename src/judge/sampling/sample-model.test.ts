import { expect, test } from 'vitest';
import { seed } from '../../base/random.ts';
import { drawCase } from '../case/drawn-case.ts';
import { normalProbability } from '../distribution/normal.ts';
import { correlation, ranksOf } from '../sensitivity/rank-correlation.ts';
import { sampleModel } from './sample-model.ts';

const samples = 100_000;

test('a product of lognormals has the closed-form quantiles', () => {
  const { linked, model } = drawCase({
    inputs: { a: '1 to 4 | x', b: '2 to 50 | x', bar: '10 | x' },
    formula: 'a * b',
    unit: 'x',
    trueIf: 'result > bar',
  });
  const { quantiles, probability } = sampleModel(linked, model, seed(7), samples);
  const mu = (Math.log(4) + Math.log(100)) / 2;
  const sigma = Math.hypot(Math.log(4), Math.log(25)) / (2 * 1.6448536269514722);
  expect(quantiles?.p50).toBeCloseTo(Math.exp(mu), 0);
  expect((quantiles?.p05 ?? 0) / Math.exp(mu - 1.6448536269514722 * sigma)).toBeCloseTo(1, 1);
  expect((quantiles?.p95 ?? 0) / Math.exp(mu + 1.6448536269514722 * sigma)).toBeCloseTo(1, 1);
  expect(probability).toBeCloseTo(1 - normalProbability((Math.log(10) - mu) / sigma), 2);
});

test('the sum of two uniforms is triangular', () => {
  const { linked, model } = drawCase({
    inputs: { a: 'uniform(0, 1) | x', b: 'uniform(0, 1) | x', bar: '0.5 | x' },
    formula: 'a + b',
    unit: 'x',
    trueIf: 'result < bar',
  });
  const { quantiles, probability } = sampleModel(linked, model, seed(7), samples);
  expect(probability).toBeCloseTo(0.125, 2);
  expect(quantiles?.p05).toBeCloseTo(Math.sqrt(0.1), 2);
});

test('units convert inside the formula', () => {
  const { linked, model } = drawCase({
    inputs: { fee: '1.25e9 | USD/month', gpus: '220k | GPU', par: '1 | USD/GPU-h' },
    formula: 'fee / gpus',
    unit: 'USD/GPU-h',
    trueIf: 'result > par',
  });
  expect(sampleModel(linked, model, seed(1), 1000).quantiles?.p50).toBeCloseTo(7.783, 3);
});

test('the same seed gives the same draws; adding an input leaves the others as they were', () => {
  const one = drawCase({ inputs: { a: '1 to 4 | x', bar: '2 | x' }, formula: 'a', unit: 'x', trueIf: 'result > bar' });
  const two = drawCase({
    inputs: { extra: '1 to 9 | x', a: '1 to 4 | x', bar: '2 | x' },
    formula: 'a * extra',
    unit: 'x',
    trueIf: 'result > bar',
  });
  const first = sampleModel(one.linked, one.model, seed(3), 5000).kept;
  const second = sampleModel(two.linked, two.model, seed(3), 5000).kept;
  expect(second.inputs.values('a')).toEqual(first.inputs.values('a'));
  expect(sampleModel(one.linked, one.model, seed(4), 5000).kept.result).not.toEqual(first.result);
});

test('streams of different inputs are uniform and independent of each other', () => {
  const names = Array.from({ length: 12 }, (_, index) => `input-${index}`);
  const { linked, model } = drawCase({
    inputs: { ...Object.fromEntries(names.map((name) => [name, 'uniform(0, 1) | x'])), bar: '1 | x' },
    formula: names.join(' + '),
    unit: 'x',
    trueIf: 'result > bar',
  });
  const { kept } = sampleModel(linked, model, seed(11), 8192);
  const drawn = names.map((name) => kept.inputs.values(name));
  for (const [index, values] of drawn.entries()) {
    const counts = new Float64Array(16);
    for (const value of values) counts[Math.floor(value * 16)] = (counts[Math.floor(value * 16)] ?? 0) + 1;
    const chiSquare = counts.reduce((sum, count) => sum + (count - 256) ** 2 / 256, 0);
    expect({ input: names[index], uniform: chiSquare < 45 }).toEqual({ input: names[index], uniform: true });
    expect(Math.abs(correlation(values.slice(0, -1), values.slice(1)))).toBeLessThan(0.065);
    for (const other of drawn.slice(index + 1)) expect(Math.abs(correlation(values, other))).toBeLessThan(0.065);
  }
});

test('correlated inputs have the stated rank correlation and keep their own distributions', () => {
  const { linked, model } = drawCase({
    inputs: { a: '1 to 4 | x', b: 'uniform(0, 1) | x', c: 'beta(2, 5) | x', bar: '1 | x' },
    formula: 'a + b + c',
    unit: 'x',
    trueIf: 'result > bar',
    correlations: [
      { between: ['a', 'b'], rank: 0.7, why: 'drawn' },
      { between: ['b', 'c'], rank: -0.4, why: 'drawn' },
    ],
  });
  const { kept } = sampleModel(linked, model, seed(5), 8192);
  const [a, b, c] = ['a', 'b', 'c'].map((name) => kept.inputs.values(name)) as [Float64Array, Float64Array, Float64Array];
  expect(correlation(ranksOf(a), ranksOf(b))).toBeCloseTo(0.7, 1);
  expect(correlation(ranksOf(b), ranksOf(c))).toBeCloseTo(-0.4, 1);
  expect(b.filter((value) => value < 0.25).length / b.length).toBeCloseTo(0.25, 1);
});

test('samples without a value are counted and left out', () => {
  const { linked, model } = drawCase({
    inputs: { a: 'discrete(0, 1, [0.25, 0.75]) | x', b: '1 | x', bar: '0 | x' },
    formula: 'b / a',
    unit: 'x',
    trueIf: 'result > bar',
  });
  const { undefinedSamples, probability } = sampleModel(linked, model, seed(2), 10_000);
  expect(undefinedSamples / 10_000).toBeCloseTo(0.25, 1);
  expect(probability).toBe(1);
});
