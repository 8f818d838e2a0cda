import { assertExists } from '../../base/assert.ts';
import type { QueryRunner } from '../query-runner.ts';
import { numberCell } from './cells.ts';
import { conditionOf, sessionCondition, writtenOut, type Selection } from './selection.ts';

const run = `s.id AS session, c.chain`;
const time = (column: string): string => `epoch_ms(${column}) AS ${column}`;

/** What `tare export` writes, by table: names in place of the ledger's inner numbers, times as timestamps in UTC. */
export const exportedTables = {
  call: `SELECT k.key, k.source, ${run}, c.agent_type, s.directory, s.branch, k."index", ${time('time')}, k.model, k.provider, k.turn,
      k.input_uncached, k.cache_read, k.cache_write_5m, k.cache_write_1h, k.cache_write_unsplit, k.output_logged, k.output_reconstructed,
      k.reasoning, k.progress_only, k.price_state, k.price_version, k.usd_logged, k.usd_reconstructed, k.context, k.stop_reason
    FROM call k JOIN session s ON s.number = k.session JOIN chain c ON c.number = k.chain`,
  session: `SELECT id, source, directory, branch, agent_version, parent_session, experiment, epoch_ms(start) AS start, epoch_ms("end") AS "end"
    FROM session`,
  weight: `SELECT w.segment, ${run}, w.kind::VARCHAR AS kind, w.label, w.tool, w.server, w.target, w.tokens, w.uncached, w.read, w.write_5m,
      w.write_1h, w.write_unsplit, w.output, w.weight, w.usd, w.calls, w.first_call, w.last_call
    FROM weight w JOIN chain c ON c.number = w.chain JOIN session s ON s.number = c.session`,
  placement: `SELECT p.segment, ${run}, p.kind::VARCHAR AS kind, p.tier::VARCHAR AS tier, p.from_call, p.to_call, p.position, p.tokens
    FROM placement p JOIN chain c ON c.number = p.chain JOIN session s ON s.number = c.session`,
  loss: `SELECT ${run}, l.call, l.cause, l.detail, l.tokens, l.usd
    FROM loss l JOIN chain c ON c.number = l.chain JOIN session s ON s.number = c.session`,
  finding: `SELECT f.id, s.id AS session, f.cause, f.state, f.title, f.fix, f.calls, f.segments, f.tokens, f.usd
    FROM finding f JOIN session s ON s.number = f.session`,
  finding_claim: `SELECT m.finding, m.segment, ${run}, m.from_call, m.to_call, m.tokens, m.effect
    FROM finding_claim m JOIN chain c ON c.number = m.chain JOIN session s ON s.number = c.session`,
  skipped: `SELECT file, line, reason, field FROM skipped`,
} as const satisfies Record<string, string>;

/** Those that tell what chains carried. */
export const carriedTables: ReadonlySet<string> = new Set(['weight', 'placement', 'finding_claim']);

const sqlByName: Readonly<Record<string, string>> = exportedTables;

/** Chains of the sessions that have a call in a selection, by number; `undefined` for all. */
export async function chainsIn(query: QueryRunner, selection: Selection): Promise<readonly number[] | undefined> {
  const { sql, parameters } = conditionOf(selection);
  if (sql === 'TRUE') return undefined;
  const rows = await query.rows(`SELECT number FROM chain WHERE session IN (SELECT session FROM call WHERE ${sql})`, parameters);
  return rows.map((row) => numberCell(row, 'number'));
}

/** Which rows of a table belong to a selection: calls of it, all else of sessions with a call in it, skipped lines of its sources. */
function rowsOf(table: string, selection: Selection): string {
  const calls = writtenOut(conditionOf(selection));
  const sessions = `SELECT id FROM session WHERE number IN (SELECT session FROM call WHERE ${calls})`;
  switch (table) {
    case 'call':
      return `key IN (SELECT key FROM call WHERE ${calls})`;
    case 'session':
      return `id IN (${sessions})`;
    case 'skipped': {
      const { sources } = selection;
      if (sources === undefined) return 'TRUE';
      return `file IN (SELECT path FROM file WHERE ${writtenOut(sessionCondition({ sources }))})`;
    }
    default:
      return `session IN (${sessions})`;
  }
}

/** The `SELECT` that gives an exported table, of all or of a selection. */
export function exportSql(table: string, selection: Selection): string {
  const sql = assertExists(sqlByName[table], `no exported table ${table}`);
  const isAll = conditionOf(selection).sql === 'TRUE';
  return isAll ? sql : `SELECT * FROM (${sql}) WHERE ${rowsOf(table, selection)}`;
}
