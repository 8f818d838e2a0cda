import { expect, test } from 'vitest';
import { noCallWords } from './no-call.ts';

test('a period without a call names the days that have some', () => {
  expect(noCallWords({ filesFound: 3, days: { first: '2026-02-23', last: '2026-03-02' } })).toContain('from 2026-02-23 to 2026-03-02');
});

test('a folder without transcripts is named', () => {
  expect(noCallWords({ filesFound: 0, from: '/data/logs' })).toContain('No transcript was found in /data/logs');
});

test('files without a call are told apart from no files', () => {
  expect(noCallWords({ filesFound: 1, from: '/data/logs' })).toContain('1 file was found, none with a response');
});

test('names the agent whose transcripts a folder holds, where another was named', () => {
  const words = noCallWords({ filesFound: 6, from: 'logs', days: { first: '2026-01-13', last: '2026-02-13' }, written: ['claude-code'] });
  expect(words).toContain('--source claude-code --from logs');
});
