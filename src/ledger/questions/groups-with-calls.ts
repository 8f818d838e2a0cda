import type { GroupId } from '../../call/session-group.ts';
import type { QueryRunner } from '../query-runner.ts';
import { textCell } from './cells.ts';
import { conditionOf, type Selection } from './selection.ts';

/** Groups of sessions with a call within the selection, by id. */
export async function groupsWithCalls(query: QueryRunner, selection: Selection): Promise<readonly GroupId[]> {
  const { sql, parameters } = conditionOf(selection);
  const rows = await query.rows(
    `SELECT id FROM session WHERE number IN (
       SELECT s."group" FROM (SELECT DISTINCT session FROM call WHERE ${sql}) k JOIN session s ON s.number = k.session) ORDER BY id`,
    parameters,
  );
  return rows.map((row) => textCell(row, 'id') as GroupId);
}
