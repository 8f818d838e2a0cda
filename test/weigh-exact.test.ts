import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openPlaces } from '../src/cli/open-ledger.ts';
import { codex } from '../src/measure/sources/codex.ts';
import { loadExactCounter } from '../src/measure/tokens/exact-counter.ts';
import { meta, turn, uuidAt, writeRollout } from './codex-fixture.ts';
import { temporaryFolder } from './ledger-fixture.ts';
import { testWorld } from './test-world.ts';

const started = Date.UTC(2026, 3, 1);
const instructions = 'Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich. '.repeat(40);

test('--exact counts what OpenAI’s models read with their own tokenizer, and only then is anything weighed again', async () => {
  const home = temporaryFolder();
  writeRollout(join(home, 'sessions', 'rollout-made.jsonl'), [
    meta(started, uuidAt(started, '1'), { base_instructions: { text: instructions } }),
    ...turn({ at: started + 1000, salt: 'a', total: [9000, 0, 50, 10], last: [9000, 0, 50, 10] }),
  ]);
  const tare = await openPlaces(testWorld(home), [{ source: codex, folder: home }]);
  const systemTokens = async (): Promise<number | null | undefined> => {
    const { byKind } = await tare.answers.ask('weigh', { filter: { timeZone: 'UTC' } });
    return byKind.find(({ name }) => name === 'system')?.tokens;
  };
  expect(await tare.refresh()).toMatchObject({ groupsWeighed: 1 });
  const estimated = await systemTokens();
  expect(await tare.refresh({ counting: 'exact' })).toMatchObject({ groupsWeighed: 1 });
  const counted = (await loadExactCounter()).count(instructions);
  expect(estimated).not.toBe(await systemTokens());
  // What stands around the text is a handful of tokens.
  expect(Math.abs(((await systemTokens()) ?? 0) - counted)).toBeLessThanOrEqual(8);
  expect(await tare.refresh({ counting: 'exact' })).toMatchObject({ groupsWeighed: 0 });
  expect(await tare.refresh({ counting: 'learned' })).toMatchObject({ groupsWeighed: 1 });
  expect(await systemTokens()).toBe(estimated);
  await tare.close();
});
