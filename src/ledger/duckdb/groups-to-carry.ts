import type { GroupId } from '../../call/session-group.ts';
import type { RowReader } from '../query-runner.ts';

/** Groups with calls in these chains (in any, if none are named) of which it is not written yet what they carried. */
export async function groupsToCarry(reader: RowReader, chains: readonly number[] | undefined): Promise<readonly GroupId[]> {
  if (chains?.length === 0) return [];
  const inChains = chains === undefined ? 'TRUE' : `number IN (${chains.join(', ')})`;
  const rows = await reader.rows<{ readonly id: string }>(
    `SELECT DISTINCT g.id FROM session s JOIN session g ON g.number = s."group"
     WHERE s.number IN (SELECT session FROM chain WHERE ${inChains}) AND s."group" NOT IN (SELECT "group" FROM carried_group)
     ORDER BY g.id`,
  );
  return rows.map(({ id }) => id as GroupId);
}
