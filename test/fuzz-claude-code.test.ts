import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import type { Entry } from '../src/call/entry.ts';
import { readClaudeCode, type ReadEntries } from './claude-code-entries.ts';
import { session, toLines } from './claude-code-made-up.ts';

const folder = mkdtempSync(join(tmpdir(), 'tare-claude-fuzz-'));
afterAll(() => rmSync(folder, { recursive: true }));

function readBytes(bytes: string | Uint8Array): ReadEntries {
  const path = join(folder, 'aaaaaaaa-0000-4000-8000-000000000001.jsonl');
  writeFileSync(path, bytes);
  return readClaudeCode(path);
}

const whole = readBytes(toLines(session));
const linesWithEntries = new Set(whole.entries.map(({ location }) => location.line));
/** An entry as far as it says nothing of the lines around it. */
const own = (entry: Entry): string => JSON.stringify([entry.key, entry.time, 'usage' in entry ? entry.usage : undefined]);
/** Entries of a line; facts about a session stand wherever they were first seen. */
const ownOfLine = (entries: readonly Entry[], line: number): readonly string[] =>
  entries.filter((entry) => entry.location.line === line && entry.type !== 'session').map(own);

type Path = readonly (string | number)[];

function pathsOf(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [...(path.length > 0 ? [path] : []), ...Object.entries(value).flatMap(([name, member]) => pathsOf(member, [...path, name]))];
}

function replaceAt(value: unknown, [name, ...rest]: Path, replacement: unknown): unknown {
  if (name === undefined) return replacement;
  const copy: unknown = Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) };
  const members = copy as Record<string, unknown>;
  members[name] = replaceAt(members[name], rest, replacement);
  return copy;
}

const typeOf = (value: unknown): string => (value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value);
const strangers: readonly unknown[] = ['text', -1, true, [], [1, [2]], { a: { b: 1 } }, [null], [{ type: 7 }]];
/** A message may be empty, as a text or as a list, and an attachment may hold anything: that is no damage. */
const isHarmless = (path: Path, stranger: unknown): boolean => {
  const isContent = path.at(-1) === 'content';
  const isEmpty = stranger === '' || (Array.isArray(stranger) && stranger.length === 0);
  return isContent && (isEmpty || (path[0] === 'attachment' && typeof stranger === 'object'));
};
/** Lines on either side that show whether anything else was lost. */
const witnesses = 2;

describe('every field of every line, in turn, of every other type', () => {
  test.each(session.map((line, index) => [index + 1, line] as const))('line %i', (number, line) => {
    const first = Math.max(0, number - 1 - witnesses);
    const before = toLines(session.slice(first, number - 1));
    const after = toLines(session.slice(number, number + witnesses));
    const position = number - first;
    const witnessed = whole.entries.filter(
      ({ type, location }) => type !== 'session' && location.line !== number && Math.abs(location.line - number) <= witnesses,
    );
    const unharmed = witnessed.map(own).join();
    const failures: string[] = [];
    for (const path of pathsOf(line)) {
      const original = path.reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], line);
      for (const stranger of strangers) {
        if (typeOf(stranger) === typeOf(original) || isHarmless(path, stranger)) continue;
        const changed = JSON.stringify(replaceAt(line, path, stranger));
        const { entries, skipped } = readBytes(`${before}${changed}\n${after}`);
        const others = entries.filter(({ type, location }) => type !== 'session' && location.line !== position);
        const place = `${path.join('.')} = ${JSON.stringify(stranger)}`;
        if (others.map(own).join() !== unharmed) failures.push(`${place} harms other lines`);
        if (skipped.some((skip) => skip.line !== position || skip.reason !== 'wrong-shape')) failures.push(`${place} is not located`);
        const isLost = linesWithEntries.has(number) && ownOfLine(entries, position).length === 0;
        if (isLost && skipped.length !== 1) failures.push(`${place} loses the line in silence`);
      }
    }
    expect(failures).toEqual([]);
  });
});

test('values nested deeper than the stack break nothing', () => {
  for (const [index, line] of session.entries()) {
    for (const path of pathsOf(line)) {
      let text: string;
      try {
        text = JSON.stringify(replaceAt(line, path, '@@'));
      } catch {
        continue;
      }
      const nested = text.replace('"@@"', `${'['.repeat(20_000)}${']'.repeat(20_000)}`);
      expect(() => readBytes(`${nested}\n`), `line ${index + 1} ${path.join('.')}`).not.toThrow();
    }
  }
});

test('any JSON, with any of the known types, breaks nothing and costs only itself', () => {
  const type = fc.constantFrom('user', 'assistant', 'system', 'progress', 'attachment', 'result', 'summary', 'other');
  const line = fc.record(
    {
      type,
      message: fc.jsonValue(),
      attachment: fc.jsonValue(),
      data: fc.jsonValue(),
      modelUsage: fc.jsonValue(),
      subtype: fc.jsonValue(),
    },
    { requiredKeys: ['type'] },
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(line, fc.jsonValue()), { maxLength: 5 }), (strange) => {
      const { entries } = readBytes(toLines([...strange, ...session]));
      const keys = new Set(entries.map(({ key }) => key));
      for (const entry of whole.entries) expect(keys.has(entry.key)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

const bytes = Buffer.from(toLines(session));
const lineOf = (offset: number): number => bytes.subarray(0, offset).filter((byte) => byte === 0x0a).length + 1;

/** Names of the fields of a line, and its types: a flip in one of these makes a line of another, unknown shape. */
function names(file: Buffer, line: number): string {
  const found: string[] = [];
  JSON.parse(file.toString('utf8').split('\n')[line - 1] ?? '', (name, value: unknown) => {
    found.push(name === 'type' || name === 'subtype' ? `${name}=${String(value)}` : name);
    return value;
  });
  return found.join();
}

test('a byte that is flipped costs at most the line it stands in', () => {
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (offset, mask) => {
      const damaged = Buffer.from(bytes);
      damaged[offset]! ^= mask;
      fc.pre(damaged[offset] !== 0x0a && bytes[offset] !== 0x0a);
      const hit = lineOf(offset);
      const { entries, skipped } = readBytes(damaged);
      expect(skipped.every((skip) => skip.line === hit)).toBe(true);
      for (const line of linesWithEntries) if (line !== hit) expect(ownOfLine(entries, line)).toEqual(ownOfLine(whole.entries, line));
      if (linesWithEntries.has(hit) && !entries.some(({ location }) => location.line === hit)) {
        expect(skipped.length === 1 || names(damaged, hit) !== names(bytes, hit)).toBe(true);
      }
    }),
    { numRuns: 700 },
  );
});

test('a file cut off anywhere gives all its complete lines, and goes on from there', () => {
  fc.assert(
    fc.property(fc.nat(bytes.length), (length) => {
      const { entries, skipped, end } = readBytes(bytes.subarray(0, length));
      expect(skipped).toEqual([]);
      const complete = whole.entries.filter(({ location }) => location.offset + location.length <= length);
      expect(entries.map(own)).toEqual(complete.map(own));
      expect(end.offset).toBeLessThanOrEqual(length);
    }),
    { numRuns: 300 },
  );
});

test('lines repeated and out of order give the same entries', () => {
  const keys = new Set(whole.entries.map(({ key }) => key));
  fc.assert(
    fc.property(fc.shuffledSubarray([...session, ...session], { minLength: session.length * 2 }), (lines) => {
      const { entries, skipped } = readBytes(toLines(lines));
      expect(skipped).toEqual([]);
      expect(new Set(entries.map(({ key }) => key))).toEqual(keys);
    }),
    { numRuns: 100 },
  );
});

test('a clock that jumps changes times and nothing else; what is no time is named', () => {
  const times = fc.constantFrom(
    '1970-01-01T00:00:00Z',
    '9999-12-31T23:59:59Z',
    '2026-03-01T09:00:00.123Z',
    '0001-01-01T00:00:00Z',
    'yesterday',
    17,
  );
  fc.assert(
    fc.property(fc.array(times, { minLength: session.length, maxLength: session.length }), (stamps) => {
      const { entries, skipped } = readBytes(toLines(session.map((line, index) => ({ ...line, timestamp: stamps[index] }))));
      expect(entries.map(({ key }) => key)).toEqual(whole.entries.map(({ key }) => key));
      for (const skip of skipped) expect(skip).toMatchObject({ reason: 'wrong-shape', field: 'timestamp' });
    }),
    { numRuns: 50 },
  );
});
