import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitResultText, splitUserText } from './harness-text.ts';

const labelled = (text: string): readonly (readonly [string, string])[] =>
  splitUserText(text).map(({ from, to, harness }) => [harness?.label ?? 'words', text.slice(from, to)]);

test('what Claude Code puts among a person’s words is told apart', () => {
  expect(labelled('Fix it.<system-reminder>Be brief.</system-reminder>\nThanks.')).toEqual([
    ['words', 'Fix it.'],
    ['system reminder', '<system-reminder>Be brief.</system-reminder>'],
    ['words', '\nThanks.'],
  ]);
  expect(labelled('<command-name>/review</command-name>\n  <command-args>this</command-args>')).toEqual([
    ['slash command', '<command-name>/review</command-name>\n  '],
    ['command arguments', '<command-args>this</command-args>'],
  ]);
});

test('tags that are not Claude Code’s, or never close, are words', () => {
  for (const text of ['a <div>b</div>', '<system-reminder>open', '<constructor>x</constructor>', 'a < b', '']) {
    expect(labelled(text).every(([label]) => label === 'words')).toBe(true);
  }
});

test('spans cover the text in order, without overlap', () => {
  const tag = fc.constantFrom('<system-reminder>', '</system-reminder>', '<bash-input>', '</bash-input>', '<', ' ', 'word', '\n');
  fc.assert(
    fc.property(fc.array(tag, { maxLength: 30 }), (parts) => {
      const text = parts.join('');
      let at: number | undefined;
      for (const span of splitUserText(text)) {
        if (at !== undefined) expect(span.from).toBe(at);
        else expect(text.slice(0, span.from).trim()).toBe('');
        expect(span.to).toBeGreaterThan(span.from);
        at = span.to;
      }
      expect(at ?? text.length).toBe(text.length);
    }),
  );
});

test('ten thousand tags that never close take no longer than the text', () => {
  expect(splitUserText('<system-reminder>'.repeat(10_000))).toHaveLength(1);
});

test('a reminder at the end of a result is told apart; one within it is the result’s own', () => {
  const result = 'a file with <system-reminder>its own</system-reminder> in it';
  expect(splitResultText(result)).toEqual([{ from: 0, to: result.length }]);
  const reminder = '\n<system-reminder>Mind this.</system-reminder>\n';
  expect(splitResultText(result + reminder).map(({ harness }) => harness?.label)).toEqual([undefined, 'system reminder']);
});
