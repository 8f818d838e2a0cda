import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { hashText } from '../../base/content-hash.ts';
import type { Bytes } from '../../base/units.ts';
import type { SourceLocation } from '../../call/source-location.ts';
import { argumentText } from './argument-text.ts';
import { readSegmentText } from './read-segment-text.ts';

const folder = mkdtempSync(join(tmpdir(), 'tare-segment-text-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = join(folder, 'session.jsonl');
const input = { file_path: '/a', edits: [1, 2], note: 'two\nlines' };
const line = JSON.stringify({ message: { content: [{ text: 'né 🤖 tail' }, { input }], lines: ['a', 'b'] } });

function write(before: string): SourceLocation {
  writeFileSync(file, `${before}${line}\n`);
  return { file, offset: Buffer.byteLength(before) as Bytes, length: Buffer.byteLength(line) as Bytes, line: 2 };
}

test('a text is found by its path, and a part of it by its code units', () => {
  const location = write('{"first":true}\n');
  expect(readSegmentText(location, 'message.content.0.text')).toEqual({ state: 'present', text: 'né 🤖 tail' });
  expect(readSegmentText(location, 'message.content.0.text[3:6]')).toEqual({ state: 'present', text: '🤖 ' });
  expect(readSegmentText(location, 'message.lines')).toEqual({ state: 'present', text: 'a\nb' });
});

test('arguments are read the way their source read them, known by the hash', () => {
  const location = write('');
  for (const text of [argumentText(input), JSON.stringify(input)]) {
    expect(readSegmentText(location, 'message.content.1.input', hashText(text))).toEqual({ state: 'present', text });
  }
});

test('a text that was changed, moved or removed is gone, with the reason', () => {
  const location = write('');
  expect(readSegmentText(location, 'message.content.0.text', hashText('other'))).toMatchObject({ state: 'gone' });
  expect(readSegmentText(location, 'message.content.7.text')).toEqual({
    state: 'gone',
    why: 'the line holds nothing at message.content.7.text',
  });
  writeFileSync(file, '{}\n');
  expect(readSegmentText(location, 'message.content.0.text')).toEqual({ state: 'gone', why: 'the file was changed since it was read' });
  rmSync(file);
  expect(readSegmentText(location, 'message.content.0.text')).toMatchObject({
    state: 'gone',
    why: expect.stringContaining('file is gone'),
  });
});

test('what is appended later does not matter', () => {
  const location = write('');
  appendFileSync(file, '{"more":1}\n');
  expect(readSegmentText(location, 'message.content.0.text')).toMatchObject({ state: 'present' });
});
