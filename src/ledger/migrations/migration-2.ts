import { claimEffects } from '../../call/finding.ts';
import { segmentKinds } from '../../call/segment-kind.ts';
import type { Migration } from './migration.ts';

const listOf = (values: readonly string[]): string => `[${values.map((value) => `'${value}'`).join(', ')}]`;

const columns = (type: string, names: readonly string[]): Record<string, readonly string[]> =>
  Object.fromEntries(names.map((name) => [name, [type]]));

/** A column of JSON text as lists of values: what is not there comes as `NULL`. */
const parsed = (column: string, shape: Readonly<Record<string, unknown>>): string => `from_json(${column}, '${JSON.stringify(shape)}')`;

const names = { names: ['VARCHAR'] };

const entries = {
  ...columns('BIGINT', ['time', 'sum', 'offset', 'length', 'line']),
  ...columns('INTEGER', ['key', 'chain', 'type', 'foreign', 'call', 'file']),
};

const segments = {
  ...columns('INTEGER', ['entry', 'kind', 'part', 'label', 'error']),
  ...columns('INTEGER', ['tool_call', 'tool_name', 'tool_server', 'tool_target', 'tool_action', 'tool_range']),
  ...columns('BIGINT', ['characters', 'hidden']),
  ...columns('VARCHAR', ['id', 'hash']),
};

const tierColumns = ['uncached', 'read', 'write5m', 'write1h', 'writeUnsplit', 'output'];

const weights = {
  ...names,
  ...columns('INTEGER', ['segment', 'number', 'kind', 'label', 'tool', 'server', 'target', 'calls', 'first', 'last']),
  ...columns('BIGINT', ['tokens', ...tierColumns]),
  usd: ['DOUBLE'],
};

const placements = { ...columns('INTEGER', ['segment', 'kind', 'tier', 'from', 'to', 'position']), tokens: ['BIGINT'] };

const claims = { ...columns('INTEGER', ['finding', 'segment', 'from', 'to', 'effect']), tokens: ['BIGINT'] };

const entryTypes = ['session', 'input', 'response', 'compaction', 'failure', 'stated-total'];

/** Segments of a part of a chain, by their place in it. */
const weightSegments = 'list_select(w.names, w.segment)';

/**
 * Entries and what weighing makes of segments are kept some dozens to a row, as columns in JSON text, and shown one to
 * a row by views. Entries of version 1 wait in `entry_version_1` until the ledger is opened; their weighings are made
 * anew from them. What each column means stands in docs/ledger.md.
 */
export const migration2: Migration = {
  version: 2,
  statements: [
    'DROP VIEW segment',
    'DROP VIEW placement',
    'DROP VIEW finding_claim',
    'ALTER TABLE entry RENAME TO entry_version_1',
    ...['placed', 'weight', 'claimed'].map((table) => `DROP TABLE ${table}`),
    ...['call', 'loss', 'finding', 'rollup', 'finding_rollup'].map((table) => `DELETE FROM ${table}`),
    'UPDATE session SET weighed = NULL, weighed_version = NULL, weighed_group = NULL',

    `CREATE TABLE entry_pack (
      number INTEGER NOT NULL, session INTEGER NOT NULL, batch BIGINT NOT NULL, format INTEGER NOT NULL, entries INTEGER NOT NULL,
      last_entry BIGINT NOT NULL, content VARCHAR NOT NULL USING COMPRESSION uncompressed)`,
    `CREATE TABLE entry_key (key BIGINT NOT NULL, call BIGINT, foreign_parent BIGINT, pack INTEGER NOT NULL)`,
    `CREATE TABLE carried (
      "group" INTEGER NOT NULL, chain INTEGER NOT NULL, weights VARCHAR NOT NULL USING COMPRESSION uncompressed,
      placements VARCHAR USING COMPRESSION uncompressed, claims VARCHAR USING COMPRESSION uncompressed)`,

    `CREATE VIEW entry AS
      SELECT unnest(list_select(j.names, j.entries.key)) AS key, pack, batch, session, unnest(j.entries.chain) AS chain,
        unnest(list_select(${listOf(entryTypes)}, j.entries.type)) AS type, unnest(j.entries.time) AS time,
        unnest(list_select(j.names, j.entries.foreign)) AS foreign_parent, unnest(list_select(j.names, j.entries.call)) AS call,
        unnest(j.entries.sum) AS usage_sum, unnest(j.entries.file) AS file, unnest(j.entries."offset") AS "offset",
        unnest(j.entries.length) AS length, unnest(j.entries.line) AS line, format
      FROM (SELECT number AS pack, batch, session, format, ${parsed('content', { ...names, entries })} AS j FROM entry_pack)`,
    `CREATE VIEW segment AS
      SELECT coalesce(s.own_id, s.entry || '#' || s."index") AS id, s.* EXCLUDE (own_id, file_number), f.path AS file
      FROM (SELECT unnest(s.id) AS own_id, unnest(list_select(list_select(names, e.key), s.entry)) AS entry, pack,
          unnest(list_transform(s.entry, lambda owner, place: place - list_position(s.entry, owner))) AS "index", session,
          unnest(list_select(e.chain, s.entry)) AS chain, unnest(list_select(e.time, s.entry)) AS time,
          unnest(list_select(${listOf(segmentKinds)}, s.kind)) AS kind, unnest(list_select(names, s.label)) AS label,
          unnest(list_select(names, s.part)) AS part, unnest(list_select(names, s.tool_call)) AS tool_call,
          unnest(list_select(names, s.tool_name)) AS tool, unnest(list_select(names, s.tool_server)) AS server,
          unnest(list_select(names, s.tool_target)) AS target, unnest(list_select(names, s.tool_action)) AS action,
          unnest(list_select(names, s.tool_range)) AS range, unnest(list_select([FALSE, TRUE], s.error)) AS is_error,
          unnest(s.characters) AS characters, unnest(s.hash) AS hash, unnest(s.hidden) AS hidden_characters,
          unnest(list_select(e.file, s.entry)) AS file_number, unnest(list_select(e."offset", s.entry)) AS "offset",
          unnest(list_select(e.length, s.entry)) AS length, unnest(list_select(e.line, s.entry)) AS line
        FROM (SELECT pack, session, j.names AS names, j.entries AS e, j.segments AS s
          FROM (SELECT number AS pack, session, ${parsed('content', { ...names, entries, segments })} AS j FROM entry_pack))) AS s
      JOIN file AS f ON f.number = s.file_number`,

    `CREATE VIEW weight AS
      SELECT *, coalesce(uncached, 0) + coalesce(read, 0) + coalesce(write_5m, 0) + coalesce(write_1h, 0) + coalesce(write_unsplit, 0)
          + coalesce(output, 0) AS weight
      FROM (SELECT "group", unnest(w.number) AS number, unnest(${weightSegments}) AS segment, chain, unnest(list_select(enum_range(NULL::segment_kind), w.kind)) AS kind,
          unnest(list_select(w.names, w.label)) AS label, unnest(list_select(w.names, w.tool)) AS tool,
          unnest(list_select(w.names, w.server)) AS server, unnest(list_select(w.names, w.target)) AS target, unnest(w.tokens) AS tokens,
          unnest(w.uncached) AS uncached, unnest(w.read) AS read, unnest(w.write5m) AS write_5m, unnest(w.write1h) AS write_1h,
          unnest(w."writeUnsplit") AS write_unsplit, unnest(w.output) AS output, unnest(w.usd) AS usd, unnest(w.calls) AS calls,
          unnest(w.first) AS first_call, unnest(w.last) AS last_call
        FROM (SELECT "group", chain, ${parsed('weights', weights)} AS w FROM carried))`,
    `CREATE VIEW placement AS
      SELECT "group", unnest(list_select(${weightSegments}, p.segment)) AS segment, chain,
        unnest(list_select(enum_range(NULL::segment_kind), p.kind)) AS kind, unnest(list_select(enum_range(NULL::tier), p.tier)) AS tier,
        unnest(p."from") AS from_call, unnest(p."to") AS to_call, unnest(p.position) AS position, unnest(p.tokens) AS tokens
      FROM (SELECT "group", chain, ${parsed('weights', { ...names, segment: ['INTEGER'] })} AS w, ${parsed('placements', placements)} AS p FROM carried)`,
    `CREATE VIEW finding_claim AS
      SELECT f.id AS finding, c.* EXCLUDE (finding_number)
      FROM (SELECT unnest(m.finding) AS finding_number, "group", unnest(list_select(${weightSegments}, m.segment)) AS segment, chain,
          unnest(m."from") AS from_call, unnest(m."to") AS to_call, unnest(m.tokens) AS tokens,
          unnest(list_select(${listOf(claimEffects)}, m.effect))::claim_effect AS effect
        FROM (SELECT "group", chain, ${parsed('weights', { ...names, segment: ['INTEGER'] })} AS w, ${parsed('claims', claims)} AS m
          FROM carried WHERE claims IS NOT NULL)) AS c
      JOIN finding AS f ON f."group" = c."group" AND f.number = c.finding_number`,
  ],
};
