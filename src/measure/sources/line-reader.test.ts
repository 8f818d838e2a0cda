import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import type { Bytes } from '../../base/units.ts';
import { decodeLine, readLines } from './line-reader.ts';
import { startOfFile, type ReadPosition } from './source.ts';

const folder = mkdtempSync(join(tmpdir(), 'tare-line-reader-'));
afterAll(() => rmSync(folder, { recursive: true }));

const path = join(folder, 'lines.jsonl');

function linesFrom(position: ReadPosition, options = {}): { lines: string[]; numbers: number[]; end: ReadPosition } {
  const lines: string[] = [];
  const numbers: number[] = [];
  const end = readLines(
    path,
    position,
    (line) => {
      lines.push(line.bytes.toString('utf8'));
      numbers.push(line.number);
      return true;
    },
    options,
  );
  return { lines, numbers, end };
}

test('a half-written last line is left for later and read once complete', () => {
  writeFileSync(path, '{"a":1}\n{"b":');
  const first = linesFrom(startOfFile);
  expect(first.lines).toEqual(['{"a":1}']);
  expect(first.end).toEqual({ offset: 8, line: 1 });
  appendFileSync(path, '2}\n');
  expect(linesFrom(first.end)).toEqual({ lines: ['{"b":2}'], numbers: [2], end: { offset: 16, line: 2 } });
});

test('a complete last line without a line break is read at once, and its late line break counts no line', () => {
  writeFileSync(path, '{"a":1}\n{"b":2}');
  const first = linesFrom(startOfFile);
  expect(first.lines).toEqual(['{"a":1}', '{"b":2}']);
  appendFileSync(path, '\n{"c":3}\n');
  const then = linesFrom(first.end);
  expect(then.lines).toEqual(['{"c":3}']);
  expect(then.numbers).toEqual([3]);
});

test('empty lines, Windows line breaks and a byte order mark are no damage', () => {
  writeFileSync(path, '\ufeff{"a":"é"}\r\n\r\n\n{"b":2}\r\n');
  const texts: unknown[] = [];
  readLines(path, startOfFile, (line) => texts.push([line.number, decodeLine(line.bytes)]) > 0);
  expect(texts).toEqual([
    [1, '{"a":"é"}'],
    [4, '{"b":2}'],
  ]);
});

test('bytes that are not UTF-8 have no text', () => {
  expect(decodeLine(Buffer.from([0x22, 0xff, 0xfe, 0x22]))).toBeUndefined();
  expect(decodeLine(Buffer.from('"né"'))).toBe('"né"');
});

test('a line beyond the limit is passed over, also where it ends the file', () => {
  const long = 'x'.repeat(5 << 20);
  writeFileSync(path, `{"a":1}\n${long}\n{"b":2}\n${long}`);
  const tooLong: number[] = [];
  const read = linesFrom(startOfFile, { longestLine: 2 << 20, tooLong: (line: number) => tooLong.push(line) });
  expect(read.lines).toEqual(['{"a":1}', '{"b":2}']);
  expect(read.numbers).toEqual([1, 3]);
  expect(tooLong).toEqual([2]);
  expect(read.end.line).toBe(3);
  appendFileSync(path, '\n{"c":3}\n');
  const then = linesFrom(read.end, { longestLine: 2 << 20, tooLong: (line: number) => tooLong.push(line) });
  expect(then.lines).toEqual(['{"c":3}']);
  expect(tooLong).toEqual([2, 4]);
});

test('a file that became shorter is read from its start', () => {
  writeFileSync(path, '{"n":1}\n');
  expect(linesFrom({ offset: 100 as Bytes, line: 7 })).toEqual({ lines: ['{"n":1}'], numbers: [1], end: { offset: 8, line: 1 } });
});

test('reading in parts gives the lines of reading whole, with the same numbers and offsets', () => {
  const line = fc.string({ unit: 'grapheme', maxLength: 40 }).map((text) => JSON.stringify({ text }));
  const lines = fc.array(fc.oneof(line, fc.constant('')), { maxLength: 12 });
  fc.assert(
    fc.property(lines, fc.array(fc.nat(), { maxLength: 4 }), (written, cuts) => {
      const whole = Buffer.from(written.map((text) => `${text}\n`).join(''));
      const ends = [...cuts.map((cut) => cut % (whole.length + 1)), whole.length].toSorted((a, b) => a - b);
      const seen: string[] = [];
      let position = startOfFile;
      for (const end of ends) {
        writeFileSync(path, whole.subarray(0, end));
        position = readLines(path, position, (raw) => {
          try {
            JSON.parse(raw.bytes.toString('utf8'));
          } catch {
            return false;
          }
          seen.push(`${raw.number}@${raw.offset} ${raw.bytes.toString('utf8')}`);
          return true;
        });
      }
      const expected: string[] = [];
      readLines(path, startOfFile, (raw) => expected.push(`${raw.number}@${raw.offset} ${raw.bytes.toString('utf8')}`) > 0);
      expect(seen).toEqual(expected);
    }),
    { numRuns: 60 },
  );
});
