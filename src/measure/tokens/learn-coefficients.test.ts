import { expect, test } from 'vitest';
import { randomFrom, seed, type Random } from '../../base/random.ts';
import { median } from '../../base/statistics.ts';
import { estimateSample, type DifferenceSample } from './difference-sample.ts';
import { learnCoefficients } from './learn-coefficients.ts';
import { neutralCoefficients } from './neutral-coefficients.ts';
import { featureNames } from './segment-features.ts';
import { shippedCoefficients } from './shipped-coefficients.ts';
import { familyOf, parseCoefficients } from './token-coefficients.ts';

const truth = featureNames.map(
  (name, index) => ({ toolCalls: 55, toolResults: 25, reasoningBlocks: 18 })[name as string] ?? 0.3 + (index % 5) * 0.35,
);

/** A made-up growth of a context under known sizes: mixed text, one call and its result, noise, and now and then a reminder. */
function drawSample(random: Random, model: string, scale: number, source = 'claude-code'): DifferenceSample {
  const features = new Float64Array(featureNames.length);
  const size = Math.exp(random.next() * 5);
  for (let index = 0; index < 14; index++) features[index] = Math.round(size * random.next() * (1 + (index % 3)));
  features[featureNames.indexOf('toolCalls')] = 1;
  features[featureNames.indexOf('toolResults')] = 1;
  features[featureNames.indexOf('reasoningBlocks')] = random.next() < 0.5 ? 1 : 0;
  const shown = features.reduce((sum, value, index) => sum + value * (truth[index] as number), 0) * scale;
  const injected = random.next() < 0.25 ? 60 + random.next() * 300 : 0;
  const tokens = Math.max(1, Math.round(shown * (1 + 0.06 * (random.next() - 0.5)) + injected));
  return { of: 'growth', session: `s${Math.floor(random.next() * 20)}`, model, source, tokens, stated: 0, features };
}

const draw = (count: number, model: string, scale = 1, source?: string): DifferenceSample[] => {
  const random = randomFrom(seed(7), `${model}${scale}${source}`);
  return Array.from({ length: count }, () => drawSample(random, model, scale, source));
};

const sizeWithout = (sample: DifferenceSample, scale: number): number =>
  sample.features.reduce((sum, value, index) => sum + value * (truth[index] as number), 0) * scale;

const options = { version: 'test', ridge: 0.1 };

test('finds the size of what is shown although a quarter of the bills hold more', () => {
  const samples = draw(800, 'claude-a');
  const learned = learnCoefficients(samples, neutralCoefficients, options);
  const { coefficients } = familyOf(learned, 'claude-a');
  const errors = draw(200, 'claude-b').map((sample) => Math.abs(estimateSample(sample, coefficients) / sizeWithout(sample, 1) - 1));
  expect(median(errors)).toBeLessThan(0.03);
  const [{ unseenPerCall } = { unseenPerCall: 0 }] = learned.models;
  expect(unseenPerCall).toBeGreaterThan(30);
  expect(unseenPerCall).toBeLessThan(80);
});

test('notices a model with another tokenizer and fits it apart', () => {
  const samples = [...draw(500, 'claude-a'), ...draw(80, 'claude-new', 1.45), ...draw(80, 'claude-c')];
  const learned = learnCoefficients(samples, neutralCoefficients, options);
  expect(familyOf(learned, 'claude-new').name).toBe('claude-new');
  expect(familyOf(learned, 'claude-c').name).toBe('any');
  const { coefficients } = familyOf(learned, 'claude-new');
  const errors = draw(80, 'claude-new', 1.45).map((sample) =>
    Math.abs(estimateSample(sample, coefficients) / sizeWithout(sample, 1.45) - 1),
  );
  expect(median(errors)).toBeLessThan(0.05);
});

test('an agent that wraps tools in its own way is fitted apart', () => {
  const learned = learnCoefficients([...draw(500, 'claude-a'), ...draw(200, 'claude-a', 0.8, 'pi')], neutralCoefficients, options);
  expect(familyOf(learned, 'claude-a', 'pi').name).toBe('any in pi');
  expect(familyOf(learned, 'claude-a', 'claude-code').name).toBe('any');
});

test('is a function of the samples, whatever their order', () => {
  const samples = [...draw(300, 'claude-a'), ...draw(60, 'claude-new', 1.45)];
  const shuffled = samples.map((sample, index) => ({ sample, key: (index * 7919) % samples.length })).sort((a, b) => a.key - b.key);
  const one = learnCoefficients(samples, neutralCoefficients, options);
  const other = learnCoefficients(
    shuffled.map(({ sample }) => sample),
    neutralCoefficients,
    options,
  );
  expect(other).toEqual(one);
});

test('a few bills do not move what was learned from many, and none leave it as it was', () => {
  const learned = learnCoefficients(draw(800, 'claude-a'), neutralCoefficients, options);
  expect(learnCoefficients([], learned, options)).toEqual(learned);
  expect(learnCoefficients(draw(20, 'claude-z', 3), learned, options).families).toHaveLength(1);
  expect(familyOf(learnCoefficients(draw(20, 'claude-z', 3), learned, options), 'claude-a').coefficients).toEqual(
    familyOf(learned, 'claude-a').coefficients,
  );
});

test('a model is known under the names that resellers give it', () => {
  const names = ['claude-opus-4-7', 'anthropic/claude-opus-4.7', 'us.anthropic.claude-opus-4-7-v1:0', 'claude-opus-4-7-20260416'];
  expect(names.map((name) => familyOf(shippedCoefficients, name).name)).toEqual(names.map(() => 'claude-4.7'));
  expect(familyOf(shippedCoefficients, 'anthropic/claude-sonnet-4.5').name).toBe('claude');
  expect(familyOf(shippedCoefficients, 'openai/gpt-5.5').name).toBe('o200k');
  expect(familyOf(shippedCoefficients, undefined).name).toBe('o200k');
});

test('learned coefficients survive being kept as text, and what is no such text is named', () => {
  expect(parseCoefficients(JSON.stringify(neutralCoefficients))).toEqual(neutralCoefficients);
  expect(() => parseCoefficients('{')).toThrow('not JSON');
  expect(() => parseCoefficients('{"version":"x","families":[],"models":[]}')).toThrow('families');
});
