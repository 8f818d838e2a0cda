import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { visibleJsonCharacters } from '../../tokens/placeholder.ts';
import { profileText } from '../../tokens/text-profile.ts';
import { argumentText } from '../argument-text.ts';
import { JsonTape, type JsonNode } from '../json/json-tape.ts';
import { splitResultText } from './harness-text.ts';
import { lineNames, named, openedNames } from './line-names.ts';
import { profileArguments } from './profile-arguments.ts';
import { reminderInNode } from './reminder-in-node.ts';
import { profileNode } from './text-of-node.ts';
import { readTime } from './transcript-time.ts';

const tape = new JsonTape(lineNames, openedNames);

/** The only member of a line, as it stands there. */
function member(name: 'input' | 'content' | 'timestamp', json: string): JsonNode {
  tape.scan(Buffer.from(`{"${name}":${json}}`));
  return tape.member(tape.root, named[name]);
}

test('arguments are profiled from their bytes as from their object', () => {
  const name = fc.oneof(fc.constantFrom('file_path', 'command', 'content', 'todos', '7', 'é', '__proto__', ''), fc.string());
  const value = fc.oneof(fc.string({ unit: 'binary' }), fc.jsonValue(), fc.constantFrom(-0, 1e21, 1.5, 7, true, null, '/"\n'));
  fc.assert(
    fc.property(fc.array(fc.tuple(name, value), { maxLength: 20 }), (members) => {
      // Written by hand: an object would neither hold a name twice nor keep the order of numbers.
      const json = `{${members.map(([key, inner]) => `${JSON.stringify(key)}:${JSON.stringify(inner)}`).join(',')}}`;
      const input: unknown = JSON.parse(json);
      const { profile, visible } = profileArguments(tape, member('input', json));
      expect(profile).toEqual(profileText(argumentText(input)));
      expect(visible).toBe(visibleJsonCharacters(input));
    }),
    { numRuns: 1000 },
  );
});

test('a reminder at the end of a result is found among its bytes as in its text', () => {
  const piece = fc.constantFrom(
    '<system-reminder>',
    '</system-reminder>',
    'result',
    '\n',
    ' ',
    '\t',
    '\\',
    '\b',
    '\u00a0',
    'é',
    '<',
    '>',
    '"',
    '\\n',
  );
  const slashes = fc.constantFrom('plain', 'angles', 'slashes');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), slashes, (pieces, manner) => {
      const text = pieces.join('');
      const json = JSON.stringify(text);
      const angles = (): string => json.replaceAll('<', '\\u003c').replaceAll('>', '\\u003e');
      const node = member('content', manner === 'plain' ? json : manner === 'angles' ? angles() : json.replaceAll('/', '\\/'));
      const at = reminderInNode(tape, node);
      if (at === 'unsure' || text === '') return;
      const spans = splitResultText(text);
      const reminder = spans.find(({ harness }) => harness !== undefined);
      expect(at === 'none').toBe(reminder === undefined);
      if (at !== 'none') expect(profileNode(tape, node, tape.from(node), at).characters).toBe(reminder?.from);
    }),
    { numRuns: 3000 },
  );
});

test('a time is read as Date.parse reads it, and what is none is complained of', () => {
  const two = fc.integer({ min: 0, max: 65 }).map((value) => String(value).padStart(2, '0'));
  const usual = fc.tuple(fc.integer({ min: 1960, max: 2100 }), two, two, two, two, two, fc.integer({ min: 0, max: 999 }));
  const written = usual.map(([y, mo, d, h, mi, s, ms]) => `${y}-${mo}-${d}T${h}:${mi}:${s}.${String(ms).padStart(3, '0')}Z`);
  const any = fc.oneof(
    written,
    fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
    fc.string(),
    fc.constant('2026-01-31T10:00:00+02:00'),
  );
  fc.assert(
    fc.property(any, (text) => {
      let complaints = 0;
      const time = readTime(tape, member('timestamp', JSON.stringify(text)), 'timestamp', () => complaints++);
      const expected = Date.parse(text);
      expect(time).toBe(Number.isNaN(expected) ? undefined : expected);
      expect(complaints).toBe(Number.isNaN(expected) ? 1 : 0);
    }),
    { numRuns: 1000 },
  );
});
