import { hashOfKey } from '../key-hash.ts';
import type { QueryRunner } from '../query-runner.ts';
import { numberCell } from './cells.ts';

/** Key of the entry that a segment stands in; of what stands in none (`unseen`) a text that is no key. */
export const entryOfSegment = (segment: string): string => segment.slice(0, Math.max(0, segment.lastIndexOf('#')));

/** A list of numbers for `IN (...)`: written out, so that a view over packs parses only these. */
export const listOfNumbers = (numbers: readonly number[]): string => (numbers.length === 0 ? 'NULL' : numbers.join(', '));

interface FoundPacks {
  /** Written out for `IN (...)`. */
  readonly list: string;
  /** Hashes of what stands in them. */
  readonly hashes: ReadonlySet<number>;
}

/** Packs in which entries with these keys may stand, or entries of these calls. */
export async function packsWith(query: QueryRunner, column: 'key' | 'call', keys: readonly string[]): Promise<FoundPacks> {
  const hashes = [...new Set(keys.map(hashOfKey))];
  const rows = await query.rows(
    `SELECT DISTINCT ${column}::DOUBLE AS hash, pack FROM entry_key WHERE ${column} IN (${listOfNumbers(hashes)}) ORDER BY pack`,
  );
  return {
    list: listOfNumbers([...new Set(rows.map((row) => numberCell(row, 'pack')))]),
    hashes: new Set(rows.map((row) => numberCell(row, 'hash'))),
  };
}

/**
 * Chains that may carry these segments: those of the groups that their entries stand in, or that their ids name.
 * `undefined`: any may.
 */
async function chainsOfSegments(query: QueryRunner, segments: readonly string[]): Promise<readonly number[] | undefined> {
  const packs = await packsWith(query, 'key', segments.map(entryOfSegment));
  const unseen = [...new Set(segments)].filter((segment) => !packs.hashes.has(hashOfKey(entryOfSegment(segment))));
  const named = await query.rows(
    `SELECT u.segment, min(s.number) AS session FROM (SELECT unnest(from_json($unseen, '["VARCHAR"]')) AS segment) u
       JOIN session s ON contains(u.segment, s.id || '/') GROUP BY u.segment`,
    { unseen: JSON.stringify(unseen) },
  );
  if (named.length < unseen.length) return undefined;
  const sessions = named.map((row) => numberCell(row, 'session'));
  const rows = await query.rows(
    `SELECT number FROM chain WHERE session IN (SELECT number FROM session WHERE "group" IN (SELECT "group" FROM session
       WHERE number IN (${listOfNumbers(sessions)}) OR number IN (SELECT session FROM entry_pack WHERE number IN (${packs.list}))))`,
  );
  return rows.map((row) => numberCell(row, 'number'));
}

/** Condition on a view over what chains carried, that holds for all that carry one of these segments. */
export async function mayCarry(query: QueryRunner, segments: readonly string[]): Promise<string> {
  const chains = await chainsOfSegments(query, segments);
  await query.carry(chains);
  return chains === undefined ? 'TRUE' : `chain IN (${listOfNumbers(chains)})`;
}

/** Condition on a view over what chains carried, that holds for the chains of a session. */
export async function carriedInSession(query: QueryRunner, session: string): Promise<string> {
  const rows = await query.rows('SELECT h.number FROM chain h JOIN session s ON s.number = h.session WHERE s.id = $session', { session });
  const chains = rows.map((row) => numberCell(row, 'number'));
  await query.carry(chains);
  return `chain IN (${listOfNumbers(chains)})`;
}
