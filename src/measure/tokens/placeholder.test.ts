import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Tokens } from '../../base/units.ts';
import { holdsPlaceholder, visibleJsonCharacters, visibleTextCharacters } from './placeholder.ts';

const response = { stopReasonKnown: false, visibleCharacters: 1000, outputLogged: 74 as Tokens };

test('a count under 30 % of a fourth of what is visible is a placeholder', () => {
  expect(holdsPlaceholder(response)).toBe(true);
  expect(holdsPlaceholder({ ...response, outputLogged: 75 as Tokens })).toBe(false);
});

test('a response that states why it stopped, shows little or has no count holds none', () => {
  expect(holdsPlaceholder({ ...response, stopReasonKnown: true })).toBe(false);
  expect(holdsPlaceholder({ ...response, visibleCharacters: 200, outputLogged: 1 as Tokens })).toBe(false);
  expect(holdsPlaceholder({ ...response, visibleCharacters: 201, outputLogged: 1 as Tokens })).toBe(true);
  expect(holdsPlaceholder({ stopReasonKnown: false, visibleCharacters: 1000 })).toBe(false);
});

/** The same JSON, written out. */
function spacedAscii(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spacedAscii).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value)
      .map(([name, member]) => `${spacedAscii(name)}: ${spacedAscii(member)}`)
      .join(', ')}}`;
  }
  return JSON.stringify(value).replaceAll(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

test('JSON is measured with a space after each comma and colon and everything beyond ASCII escaped', () => {
  expect(spacedAscii({ a: ['é', 1], 'b"': null })).toBe(String.raw`{"a": ["\u00e9", 1], "b\"": null}`);
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(visibleJsonCharacters(value)).toBe(spacedAscii(value).length);
    }),
  );
});

test('text is measured in characters, not in code units', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(visibleTextCharacters(text)).toBe(Array.from(text).length);
    }),
  );
});
