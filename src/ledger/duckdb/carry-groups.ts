import type { DuckDBConnection } from '@duckdb/node-api';
import type { SessionGroup } from '../../call/session-group.ts';
import type { Weighing } from '../../call/weighing.ts';
import { entriesAtOnce, groupBatches } from '../group-batches.ts';
import { carriedParts } from './carried-parts.ts';
import { ColumnAppender } from './column-appender.ts';
import type { FreshEntries } from './fresh-entries.ts';
import { readGroupsOf } from './group-reader.ts';
import type { NumberBook } from './number-book.ts';
import { runPlaces } from './run-places.ts';
import { carriedColumns, carriedGroupColumns } from './table-columns.ts';
import { appendCarried, appendCarriedGroup } from './weighing-rows.ts';

export interface GroupToCarry {
  readonly number: number;
  readonly entries: number;
}

/** Groups with calls in these chains (in any, if none are named) of which it is not written yet what they carried. */
export async function groupsToCarry(connection: DuckDBConnection, chains: readonly number[] | undefined): Promise<readonly GroupToCarry[]> {
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
  try {
    for (const batch of groupBatches(groups, entriesAtOnce)) {
      const numbers = batch.map(({ number }) => number);
      for (const group of await readGroupsOf(connection, book, numbers, fresh)) {
        const weighing = weigh(group);
        const placeOf = runPlaces(weighing, book, (session, chain) => book.existingChain(session, chain));
        for (const part of carriedParts(weighing)) appendCarried(appenders, placeOf(part.run), part);
        appendCarriedGroup(appenders, book.existingSession(weighing.group));
      }
    }
  } catch (error) {
    appenders.carried.abandon();
    appenders.carriedGroup.abandon();
    throw error;
  }
  appenders.carried.close();
  appenders.carriedGroup.close();
}
