import type { Migration } from './migration.ts';

/**
 * Entries are kept as bytes; those that were written as JSON text stay readable as they are. What chains carried is
 * written for a group when somebody first looks, so every group is weighed again, without it. The roll-up loses what no
 * question asked of it: the tier, which made two rows of one, and counts. The packs move to a table
 * of their own: DuckDB cannot replay a column's change of type from its log.
 */
export const migration4: Migration = {
  version: 4,
  statements: [
    'DROP VIEW segment',
    'DROP VIEW entry',
    'ALTER TABLE entry_pack RENAME TO entry_pack_version_3',
    `CREATE TABLE entry_pack (
      number INTEGER NOT NULL, session INTEGER NOT NULL, batch BIGINT NOT NULL, format INTEGER NOT NULL, entries INTEGER NOT NULL,
      last_entry BIGINT NOT NULL, content BLOB NOT NULL USING COMPRESSION uncompressed, compactions INTEGER NOT NULL)`,
    `INSERT INTO entry_pack
       SELECT number, session, batch, format, entries, last_entry, encode(content),
         len(list_filter(from_json(content, '{"entries":{"type":["INTEGER"]}}').entries.type, lambda type: type = 4))
       FROM entry_pack_version_3`,
    'DROP TABLE entry_pack_version_3',
    'DROP TABLE rollup',
    `CREATE TABLE rollup (
      "group" INTEGER NOT NULL, bucket INTEGER, session INTEGER NOT NULL, chain INTEGER NOT NULL, model VARCHAR, kind segment_kind NOT NULL,
      tool VARCHAR, progress_only BOOLEAN NOT NULL, tokens BIGINT NOT NULL, usd DOUBLE, kind_calls INTEGER NOT NULL, tool_calls INTEGER NOT NULL)`,
    'CREATE TABLE carried_group ("group" INTEGER NOT NULL)',
    'ALTER TABLE finding ADD COLUMN segment_tokens VARCHAR',
    'UPDATE session SET weighed = NULL',
  ],
};
