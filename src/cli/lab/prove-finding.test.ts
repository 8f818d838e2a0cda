import { gunzipSync } from 'node:zlib';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { seed } from '../../base/random.ts';
import { tokens } from '../../base/units.ts';
import type { SessionId } from '../../call/entry.ts';
import type { FindingCause, FindingId } from '../../call/finding.ts';
import type { Task } from '../../prove/tasks/task.ts';
import type { FindingRow } from '../../show/answers/findings-answer.ts';
import { replayable, replayedArms } from './prove-finding.ts';

const folder = mkdtempSync(join(tmpdir(), 'tare-replay-'));
const file = join(folder, 'experiment.jsonl');
const archive = new URL('../../../docs/experiments/smollm2-135m-retrieval.jsonl.gz', import.meta.url);
writeFileSync(file, gunzipSync(readFileSync(archive)));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const options = { grade: 'reply', known: new Map(), most: 100, seed: seed(1), cap: 100 } as const;

const finding = (session: string, cause: FindingCause, seenIn = file): FindingRow => ({
  id: 'finding' as FindingId,
  handle: 'f-000001',
  cause,
  state: 'suspected',
  session: session as SessionId,
  project: null,
  time: null,
  title: '',
  fix: '',
  tokens: tokens(1),
  usd: null,
  calls: 1,
  evidence: [{ file: seenIn, line: 2, what: 'call', segment: null, tokens: null, present: true }],
});

test('a finding in a lab run is replayed: its requests as they were, and with the edit of its cause', () => {
  const source = replayable(finding('lab:retrieval/whole, question first', 'session-not-cut'), options);
  if ('state' in source) throw new Error(source.why);
  const [asItWas, edited] = replayedArms(source);
  expect(source.requests.size).toBe(16);
  expect(source.taskSet.tasks).toHaveLength(16);
  expect([asItWas.name, edited.name]).toEqual(['as it was', 'truncate-history']);
  for (const task of source.taskSet.tasks) {
    const recorded = source.requests.get(task.id);
    expect(asItWas.prepare(task, 7, undefined)?.request).toEqual({ ...recorded, seed: 7 });
    expect(edited.prepare(task, 7, undefined)?.request).toEqual(
      source.edit.apply({ ...(recorded as NonNullable<typeof recorded>), seed: 7 }),
    );
  }
  expect(asItWas.prepare({ id: 'never asked' } as Task, 7, undefined)).toBeUndefined();
});

test.each([
  ['claude-code:abc', 'duplicate-content', file, 'system prompt'],
  ['lab:retrieval/whole', 'cache-expired', file, 'does not lie in a request'],
  ['lab:retrieval/whole', 'duplicate-content', '/nowhere/experiment.jsonl', 'gone'],
  ['lab:retrieval/no such arm', 'duplicate-content', file, 'fewer than two'],
] as const)('%s with %s says why its behaviour is not proved', (session, cause, seenIn, words) => {
  expect(replayable(finding(session, cause, seenIn), options)).toMatchObject({
    state: 'not-proved',
    why: expect.stringContaining(words) as string,
  });
});
