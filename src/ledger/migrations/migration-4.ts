import type { Migration } from './migration.ts';

/**
 * Entries are kept as bytes: those of version 3 wait in `entry_pack_version_3` until the ledger is opened. What chains
 * carried is written for a group when somebody first looks, so every group is weighed again, without it. The roll-up loses
 * what no question asked of it: the tier, which made two rows of one, and counts.
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
    'DROP TABLE rollup',
    `CREATE TABLE rollup (
      "group" INTEGER NOT NULL, bucket INTEGER, session INTEGER NOT NULL, chain INTEGER NOT NULL, model VARCHAR, kind segment_kind NOT NULL,
      tool VARCHAR, progress_only BOOLEAN NOT NULL, tokens BIGINT NOT NULL, usd DOUBLE, kind_calls INTEGER NOT NULL, tool_calls INTEGER NOT NULL)`,
    'CREATE TABLE carried_group ("group" INTEGER NOT NULL)',
    'ALTER TABLE finding ADD COLUMN segment_tokens VARCHAR',
    'UPDATE session SET weighed = NULL',
  ],
};
