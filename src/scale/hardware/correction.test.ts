import fc from 'fast-check';
import { expect, test } from 'vitest';
import { correctionTerms, formatCorrections, logCorrection, parseCorrections } from './correction.ts';

test('a table survives its text', () => {
  const word = fc.stringMatching(/^[a-z][a-z0-9.-]{0,8}$/);
  const term = fc
    .tuple(fc.array(fc.tuple(word, word), { minLength: 1, maxLength: 3 }), fc.option(word, { nil: undefined }))
    .map(
      ([parts, covariate]) =>
        `${parts.map(([level, value]) => `${level}=${value}`).join('&')}${covariate === undefined ? '' : `*${covariate}`}`,
    );
  const value = fc.integer({ min: -9999, max: 9999 }).map((units) => units / 1e4);
  fc.assert(
    fc.property(fc.dictionary(term, value), (table) => {
      expect(parseCorrections(formatCorrections(table))).toEqual({ ...table });
    }),
  );
});

test('a run that no measurement resembles stays at physics', () => {
  const terms = correctionTerms([{ levels: ['model'], spread: 0.1 }], { levels: { model: 'never-measured' }, covariates: {} });
  expect(logCorrection({ 'model=llama-3.1-8b': 0.3 }, terms)).toBe(0);
});

test('a slope counts by its covariate', () => {
  const families = [{ levels: ['engine'], covariate: 'batch', spread: 0.1 }];
  const terms = correctionTerms(families, { levels: { engine: 'vllm' }, covariates: { batch: 1.5 } });
  expect(logCorrection({ 'engine=vllm*batch': 0.2 }, terms)).toBeCloseTo(0.3);
});

test('a family of which a run lacks a level adds nothing', () => {
  const families = [{ levels: ['campaign', 'model'], spread: 0.1 }];
  expect(correctionTerms(families, { levels: { model: 'llama-3.1-8b' }, covariates: {} })).toEqual([]);
});
