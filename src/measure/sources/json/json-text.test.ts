import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { visibleJsonCharacters } from '../../tokens/placeholder.ts';
import { hashLines, profileText } from '../../tokens/text-profile.ts';
import { hashJsonLines, JsonTextPass } from './json-text.ts';

const text = fc.array(
  fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('\n', '\t', '"', '\\', '/', '\u0000', '\ud83d', '\u2192', '   12\u2192', '7\t', 'word'),
  ),
);

/** Content of the text as JSON, by two programs of different manners. */
const written = (value: string): readonly Buffer[] => {
  const usual = JSON.stringify(value).slice(1, -1);
  const everything = Array.from({ length: value.length }, (_, at) => `\\u${value.charCodeAt(at).toString(16).padStart(4, '0')}`).join('');
  return [usual, usual.replaceAll('/', '\\/'), everything].map((json) => Buffer.from(json));
};

test('a text is profiled from its bytes as from its string, with the size of its JSON', () => {
  const pass = new JsonTextPass();
  fc.assert(
    fc.property(text, (parts) => {
      const value = parts.join('');
      for (const bytes of written(value)) {
        const profile = pass.begin().json(bytes, 0, bytes.length).finish();
        expect(profile).toEqual(profileText(value));
        expect(profile.characters + pass.extra + 2).toBe(visibleJsonCharacters(value));
        expect(hashJsonLines(bytes, 0, bytes.length)).toEqual(hashLines(value));
      }
    }),
  );
});
