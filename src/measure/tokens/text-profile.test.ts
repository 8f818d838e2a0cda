import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { hashText } from '../../base/content-hash.ts';
import { characterClassNames, type CharacterClassName } from '../../call/character-classes.ts';
import { hashLines, profileText } from './text-profile.ts';

const runs = (text: string, pattern: RegExp): string[] => text.match(pattern) ?? [];
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** The definitions of the classes, word by word, run by run. */
function classesByDefinition(text: string): Record<CharacterClassName, number> {
  const words = runs(text, /[A-Za-z]+/g);
  const spaces = runs(text, /[ \t]{2,}/g);
  const digits = runs(text, /[0-9]+/g);
  const punctuation = runs(text, /[!-/:-@[-`{-~]+/g);
  return {
    shortWords: words.filter((word) => word.length <= 4).length,
    middleWords: words.filter((word) => word.length > 4 && word.length <= 8).length,
    longWords: words.filter((word) => word.length > 8).length,
    longWordSteps: sum(words.map((word) => Math.ceil(Math.max(0, word.length - 8) / 4))),
    caseJoints: runs(text, /(?<=[a-z])[A-Z]/g).length,
    digitRuns: digits.length,
    digits: sum(digits.map((run) => run.length)),
    spaceRuns: spaces.length,
    spaceRunExtra: sum(spaces.map((run) => run.length - 1)),
    newlines: runs(text, /\n/g).length,
    punctuation: sum(punctuation.map((run) => run.length)),
    punctuationRuns: punctuation.length,
    nonAscii: runs(text, /[\u0080-\u2fff]/g).length,
    wide: runs(text, /[\u3000-\uffff]/g).length,
  };
}

const classesOf = (text: string): Record<string, number> =>
  Object.fromEntries(characterClassNames.map((name, index) => [name, profileText(text).classes[index] ?? -1]));

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({
    unit: fc.constantFrom('a', 'B', 'c', 'X', '1', '9', ' ', '\t', '\n', '_', '{', 'é', '漢', '🤖', '\r', '\u0001'),
    maxLength: 200,
  }),
  fc.string({ unit: fc.constantFrom('a', 'B'), maxLength: 60 }),
);
/** Long texts are read in another way than short ones. */
const longText = fc.tuple(anyText, fc.integer({ min: 2, max: 200 })).map(([text, times]) => text.repeat(times));

test('one pass counts what the definitions of the classes say', () => {
  fc.assert(
    fc.property(fc.oneof(anyText, longText), (text) => {
      expect(classesOf(text)).toEqual(classesByDefinition(text));
    }),
    { numRuns: 500 },
  );
});

test('its hash is the hash of the text, also of a part', () => {
  fc.assert(
    fc.property(fc.oneof(anyText, longText), fc.nat(), fc.nat(), (text, a, b) => {
      const [from, to] = [a % (text.length + 1), b % (text.length + 1)].toSorted((x, y) => x - y) as [number, number];
      expect(profileText(text, from, to)).toEqual(profileText(text.slice(from, to)));
      expect(profileText(text, from, to).hash).toBe(hashText(text.slice(from, to)));
    }),
  );
});

test('a run of ten million letters is one long word', () => {
  const profile = profileText('x'.repeat(10_000_000));
  expect(profile.classes[characterClassNames.indexOf('longWords')]).toBe(1);
  expect(profile.classes[characterClassNames.indexOf('longWordSteps')]).toBe((10_000_000 - 8) / 4);
});

test('a file read with line numbers shares its line hashes with the file as written', () => {
  const written = 'import a\n\n  return 12;\n';
  expect(hashLines('     1→import a\n     2→\n     3→  return 12;')).toEqual(hashLines(written));
  expect(hashLines('1\timport a\n2\t\n3\t  return 12;')).toEqual(hashLines(written));
  expect(hashLines(written)).toHaveLength(3);
  expect(hashLines('')).toHaveLength(0);
});

test('a text of more than 20,000 lines has no line hashes', () => {
  expect(hashLines('x\n'.repeat(20_000))).toHaveLength(20_000);
  expect(hashLines('x\n'.repeat(20_001))).toBeUndefined();
});
