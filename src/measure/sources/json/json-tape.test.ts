import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { absent, JsonTape } from './json-tape.ts';
import { NameTable } from './name-table.ts';

const names = new NameTable(['type', 'message', 'content', 'data', 'bulk']);
const { ids } = names;
const tape = new JsonTape(names, [ids.message, ids.content]);
const scan = (text: string): void => tape.scan(Buffer.from(text));

/** JSON as other programs write it: with blanks, and everything beyond ASCII escaped. */
const escaped = (json: string): string =>
  json.replaceAll(/[\u{80}-\u{ffff}]/gu, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

test('every value is found as JSON.parse finds it, however it is written', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.boolean(), fc.constantFrom(undefined, 1, '\t'), (value, escape, indent) => {
      const json = JSON.stringify(value, undefined, indent);
      const text = escape ? escaped(json) : json;
      scan(text);
      expect(tape.value(tape.root)).toEqual(JSON.parse(text));
      scan(`{"other":${text},"message":{"content":[${text},${text}]}}`);
      const content = tape.member(tape.member(tape.root, ids.message), ids.content);
      const first = tape.first(content);
      expect(tape.value(first)).toEqual(JSON.parse(text));
      const second = tape.next(first, content);
      expect(tape.value(second)).toEqual(JSON.parse(text));
      expect(tape.next(second, content)).toBe(absent);
    }),
  );
});

test('it takes what JSON.parse takes, and refuses what it refuses', () => {
  const takes = (read: () => void): boolean => {
    try {
      read();
      return true;
    } catch {
      return false;
    }
  };
  const piece = fc.constantFrom(
    ...'{}[]:,"\\u0041tfn-+.eE '.split(''),
    'true',
    'null',
    '1',
    '01',
    '-0',
    '1.5e-3',
    '"a"',
    '"type":',
    '\\n',
    '\t',
    'é',
    '\u0001',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), fc.jsonValue(), fc.nat(200), (pieces, value, at) => {
      const json = JSON.stringify(value);
      const damaged = json.slice(0, at) + pieces.join('') + json.slice(at + 1);
      for (const text of [pieces.join(''), damaged])
        expect(
          takes(() => scan(text)),
          text,
        ).toBe(takes(() => void JSON.parse(text)));
    }),
    { numRuns: 3000 },
  );
});

test('a name that stands twice has its last value, also where it is written with escapes', () => {
  scan('{"type":1,"\\u0074ype":2}');
  expect(tape.value(tape.member(tape.root, ids.type))).toBe(2);
});

test('values nested a million deep are passed over', () => {
  const depth = 1_000_000;
  scan(`{"other":${'['.repeat(depth)}${']'.repeat(depth)},"type":"a"}`);
  expect(tape.value(tape.member(tape.root, ids.type))).toBe('a');
});

test('a member that is bulk is left out unread, a long text is cut, and the rest is there', () => {
  const line = Buffer.from('{"data":"abcdefgh","bulk":{never read,"type":"b"}');
  const goOnAt = (bytes: Buffer, memberAt: number): number => bytes.indexOf(',"type"', memberAt);
  tape.scan(line, { member: { name: ids.bulk, goOnAt }, text: { name: ids.data, kept: 3 } });
  expect(tape.value(tape.member(tape.root, ids.data))).toBe('abc');
  expect(tape.value(tape.member(tape.root, ids.type))).toBe('b');
  expect(tape.leftOutAt).toBe(line.indexOf(',"bulk"'));
});
