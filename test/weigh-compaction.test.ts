import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openPlaces } from '../src/cli/open-ledger.ts';
import { codex } from '../src/measure/sources/codex.ts';
import { meta, turn, uuidAt, writeRollout, type Line } from './codex-fixture.ts';
import { temporaryFolder } from './ledger-fixture.ts';
import { testWorld } from './test-world.ts';

const started = Date.UTC(2026, 3, 1);
const message = (role: string, text: string) => ({ type: 'message', role, content: [{ type: 'input_text', text }] });
const prompt = {
  base_instructions: { text: 'You keep kettles in order and say what you did. '.repeat(30) },
  dynamic_tools: [{ name: 'boil', description: 'Brings a kettle to the boil. '.repeat(20) }],
};
const developer = message('developer', 'The folder may be written, the network may not be used. '.repeat(12));

test('a compaction of Codex replaces the history; instructions and tools of the session’s prompt stay, and stand once', async () => {
  const home = temporaryFolder();
  const lineAt = (after: number, type: string, payload: Record<string, unknown>): Line => ({
    timestamp: new Date(started + after).toISOString(),
    type,
    payload,
  });
  const question = turn({ at: started + 1000, salt: 'a', total: [9000, 0, 50, 10], last: [9000, 0, 50, 10] });
  const after = turn({ at: started + 9000, salt: 'b', total: [13000, 0, 100, 20], last: [4000, 0, 50, 10] });
  writeRollout(join(home, 'sessions', 'rollout-made.jsonl'), [
    meta(started, uuidAt(started, '1'), prompt),
    lineAt(500, 'response_item', developer),
    ...question,
    lineAt(8000, 'compacted', { message: '', replacement_history: [developer, message('user', 'Question a')] }),
    ...after,
  ]);
  const tare = await openPlaces(testWorld(home), [{ source: codex, folder: home }]);
  await tare.refresh();
  const { byKind } = await tare.answers.ask('weigh', { filter: { timeZone: 'UTC' } });
  const kind = (wanted: string) => byKind.find(({ name }) => name === wanted);
  expect(kind('system')?.calls).toBe(2);
  expect(kind('tools')?.calls).toBe(2);
  // The result of the first turn is gone from the second call.
  expect(kind('tool-result')).toBeUndefined();
  writeRollout(join(home, 'once', 'rollout-once.jsonl'), [
    meta(started, uuidAt(started, '2'), prompt),
    lineAt(500, 'response_item', developer),
    ...question,
  ]);
  const once = await openPlaces(testWorld(home), [{ source: codex, folder: join(home, 'once') }]);
  await once.refresh();
  const alone = (await once.answers.ask('weigh', { filter: { timeZone: 'UTC' } })).byKind;
  for (const wanted of ['system', 'tools']) {
    expect(kind(wanted)?.tokens).toBe(2 * (alone.find(({ name }) => name === wanted)?.tokens ?? 0));
  }
  await tare.close();
  await once.close();
});
