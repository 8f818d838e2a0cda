import { expect, test } from 'vitest';
import type { SessionGroup } from '../src/call/session-group.ts';
import type { Ledger } from '../src/ledger/ledger.ts';
import { localService } from '../src/cli/local-service.ts';
import { DuckdbLedger } from '../src/ledger/duckdb/duckdb-ledger.ts';
import { sessionPlacements, sessionSpans } from '../src/ledger/questions/session-detail.ts';
import { plainWeighing, response, storeEntries, testVersion, weighPlainly } from './ledger-fixture.ts';

/** A ledger whose second weighings are counted. */
async function openCounting(): Promise<{ readonly ledger: Ledger; readonly weighed: string[] }> {
  const ledger = await DuckdbLedger.open(':memory:');
  const weighed: string[] = [];
  ledger.weighWith(() =>
    Promise.resolve({
      version: testVersion,
      load: () =>
        Promise.resolve((group: SessionGroup) => {
          weighed.push(group.id);
          return plainWeighing(group);
        }),
    }),
  );
  return { ledger, weighed };
}

const carriedRows = async (ledger: Ledger): Promise<unknown> =>
  (await ledger.rows('SELECT (SELECT count(*) FROM placement) AS placements, (SELECT count(*) FROM weight) AS weights'))[0];

test('what chains carried is written when somebody looks, for the sessions looked at alone, and once', async () => {
  const { ledger, weighed } = await openCounting();
  await storeEntries(ledger, [
    response({ key: 'a', session: 's1', time: 1, line: 1 }),
    response({ key: 'b', session: 's1', time: 2, line: 2 }),
    response({ key: 'c', session: 's2', time: 3, line: 3 }),
  ]);
  await weighPlainly(ledger);
  expect(await carriedRows(ledger)).toEqual({ placements: 0, weights: 0 });
  const placements = await sessionPlacements(ledger, 'claude-code:s1');
  expect(placements.map(({ from, tier, tokens }) => `${from} ${tier} ${tokens}`).sort()).toEqual([
    '0 output 10',
    '0 read 100',
    '1 output 10',
    '1 read 100',
  ]);
  expect(await sessionSpans(ledger, 'claude-code:s1', 10)).toHaveLength(4);
  expect(await carriedRows(ledger)).toEqual({ placements: 4, weights: 4 });
  expect(weighed).toEqual(['claude-code:s1']);
  await ledger.carry();
  expect(weighed).toEqual(['claude-code:s1', 'claude-code:s2']);
  expect(await carriedRows(ledger)).toEqual({ placements: 6, weights: 6 });
  await ledger.close();
});

test('a session that grew meanwhile is weighed first: its calls and what they carried are of one weighing', async () => {
  const { ledger } = await openCounting();
  await storeEntries(ledger, [response({ key: 'a', time: 1, line: 1 })]);
  await weighPlainly(ledger);
  await storeEntries(ledger, [response({ key: 'b', time: 2, line: 2 })]);
  expect(await sessionPlacements(ledger, 'claude-code:s1')).toHaveLength(4);
  expect(await ledger.rows('SELECT count(*) AS calls FROM call')).toEqual([{ calls: 2 }]);
  expect(await ledger.groupsToWeigh(testVersion)).toEqual([]);
  await ledger.close();
});

test('weighing a session anew takes away what it carried before', async () => {
  const { ledger } = await openCounting();
  await storeEntries(ledger, [response({ key: 'a', time: 1, line: 1 })]);
  await weighPlainly(ledger);
  await ledger.carry();
  expect(await carriedRows(ledger)).toEqual({ placements: 2, weights: 2 });
  await storeEntries(ledger, [response({ key: 'b', time: 2, line: 2 })]);
  await weighPlainly(ledger);
  expect(await carriedRows(ledger)).toEqual({ placements: 0, weights: 0 });
  await ledger.carry();
  expect(await carriedRows(ledger)).toEqual({ placements: 4, weights: 4 });
  await ledger.close();
});

test('a session can be looked into before anything was refreshed', async () => {
  const ledger = await DuckdbLedger.open(':memory:');
  await storeEntries(ledger, [response({ key: 'a', time: 1, line: 1 })]);
  await weighPlainly(ledger);
  const service = localService({
    ledger,
    places: [],
    program: { version: '0', node: '20' },
    ledgerPath: ':memory:',
    holder: () => null,
    signal: new AbortController().signal,
    close: () => ledger.close(),
  });
  const { runs } = await service.answers.ask('session', { session: 'claude-code:s1' });
  expect(runs.map(({ calls, spans }) => [calls.length, spans.length])).toEqual([[1, 2]]);
  await service.close();
});
