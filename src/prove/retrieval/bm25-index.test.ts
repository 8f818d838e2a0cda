import { expect, test } from 'vitest';
import { Bm25Index } from './bm25-index.ts';
import { porterStem } from './porter-stem.ts';

/** Examples of Porter (1980), Program 14:130. */
test.each([
  ['caresses', 'caress'],
  ['ponies', 'poni'],
  ['cats', 'cat'],
  ['feed', 'feed'],
  ['agreed', 'agre'],
  ['plastered', 'plaster'],
  ['motoring', 'motor'],
  ['sing', 'sing'],
  ['conflated', 'conflat'],
  ['troubled', 'troubl'],
  ['sized', 'size'],
  ['hopping', 'hop'],
  ['falling', 'fall'],
  ['hissing', 'hiss'],
  ['failing', 'fail'],
  ['filing', 'file'],
  ['happy', 'happi'],
  ['sky', 'sky'],
  ['relational', 'relat'],
  ['conditional', 'condit'],
  ['rational', 'ration'],
  ['digitizer', 'digit'],
  ['operator', 'oper'],
  ['feudalism', 'feudal'],
  ['decisiveness', 'decis'],
  ['hopefulness', 'hope'],
  ['formality', 'formal'],
  ['sensibiliti', 'sensibl'],
  ['triplicate', 'triplic'],
  ['formalize', 'formal'],
  ['electrical', 'electr'],
  ['goodness', 'good'],
  ['revival', 'reviv'],
  ['allowance', 'allow'],
  ['adjustable', 'adjust'],
  ['replacement', 'replac'],
  ['adoption', 'adopt'],
  ['effective', 'effect'],
  ['probate', 'probat'],
  ['rate', 'rate'],
  ['cease', 'ceas'],
  ['controll', 'control'],
  ['roll', 'roll'],
])('%s has the stem %s', (word, stem) => {
  expect(porterStem(word)).toBe(stem);
});

const corpus = [
  { id: 'a', text: 'The roofs of the town are green.' },
  { id: 'b', text: 'Farmers grow barley; farming is old here, and barley is sold.' },
  { id: 'c', text: 'A green bridge crosses the river.' },
];

test('a rarer word weighs more, and words count by their stem', () => {
  const index = new Bm25Index(corpus);
  expect(index.rank('farmer').map(({ passage }) => passage.id)).toEqual(['b']);
  expect(index.rank('green bridges').map(({ passage }) => passage.id)).toEqual(['c', 'a']);
  expect(index.rank('zebra')).toEqual([]);
});

test('what is retrieved stands in document order', () => {
  expect(new Bm25Index(corpus).retrieve('green bridges', 2).map(({ id }) => id)).toEqual(['a', 'c']);
});
