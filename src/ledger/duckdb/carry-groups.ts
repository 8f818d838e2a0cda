import type { DuckDBConnection } from '@duckdb/node-api';
import { assertExists } from '../../base/assert.ts';
import type { ChainId, SessionId } from '../../call/entry.ts';
import type { RunId } from '../../call/run-id.ts';
import type { SessionGroup } from '../../call/session-group.ts';
import type { Weighing } from '../../call/weighing.ts';
import { carriedParts } from './carried-parts.ts';
import { ColumnAppender } from './column-appender.ts';
import type { FreshEntries } from './fresh-entries.ts';
import { readGroupsOf } from './group-reader.ts';
import type { NumberBook } from './number-book.ts';
import { carriedColumns, carriedGroupColumns } from './table-columns.ts';
import { appendCarried, appendCarriedGroup, type Place } from './weighing-rows.ts';

/** Entries of the groups that are in memory at once. */
const entriesAtOnce = 4000;

export interface GroupToCarry {
  readonly number: number;
  readonly entries: number;
}

/** Groups with calls in these chains (in any, if none are named) of which it is not written yet what they carried. */
export async function groupsToCarry(connection: DuckDBConnection, chains: readonly number[] | undefined): Promise<readonly GroupToCarry[]> {
  if (chains?.length === 0) return [];
  const inChains = chains === undefined ? 'TRUE' : `number IN (${chains.join(', ')})`;
  const result = await connection.runAndReadAll(
    `SELECT s."group", sum(p.entries)::INTEGER FROM session s JOIN entry_pack p ON p.session = s.number
     WHERE s."group" IN (SELECT "group" FROM session WHERE number IN (SELECT session FROM chain WHERE ${inChains}))
       AND s."group" NOT IN (SELECT "group" FROM carried_group)
     GROUP BY s."group" ORDER BY s."group"`,
  );
  return result.getRows().map(([number, entries]) => ({ number: number as number, entries: entries as number }));
}

/** Writes what the chains of groups carried; `weigh` gives what it gave for their calls. Part of the connection's transaction. */
export async function carryGroups(
  connection: DuckDBConnection,
  book: NumberBook,
  fresh: FreshEntries,
  groups: readonly GroupToCarry[],
  weigh: (group: SessionGroup) => Weighing,
): Promise<void> {
  const appenders = {
    carried: await ColumnAppender.open(connection, 'carried', carriedColumns),
    carriedGroup: await ColumnAppender.open(connection, 'carried_group', carriedGroupColumns),
  };
  for (const batch of inBatches(groups)) {
    for (const group of await readGroupsOf(connection, book, batch, fresh)) {
      const weighing = weigh(group);
      const number = book.existingSession(weighing.group);
      const places = new Map<RunId, Place>();
      for (const { run, session, chain } of weighing.calls) {
        if (!places.has(run)) places.set(run, placeOf(book, number, session, chain));
      }
      for (const part of carriedParts(weighing)) {
        appendCarried(appenders, assertExists(places.get(part.run), `no call stands in run ${part.run}`), part);
      }
      appendCarriedGroup(appenders, number);
    }
  }
  appenders.carried.close();
  appenders.carriedGroup.close();
}

function placeOf(book: NumberBook, group: number, session: SessionId, chain: ChainId): Place {
  const number = book.existingSession(session);
  return { group, session: number, chain: book.existingChain(number, chain) };
}

function* inBatches(groups: readonly GroupToCarry[]): Generator<readonly number[]> {
  let batch: number[] = [];
  let size = 0;
  for (const { number, entries } of groups) {
    if (batch.length > 0 && size + entries > entriesAtOnce) {
      yield batch;
      [batch, size] = [[], 0];
    }
    batch.push(number);
    size += entries;
  }
  if (batch.length > 0) yield batch;
}
