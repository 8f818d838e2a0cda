import type { Migration } from './migration.ts';

/**
 * Entries are kept as bytes; those that were written as JSON text stay readable as they are. What chains carried is
 * written for a group when somebody first looks, so every group is weighed again, without it.
 */
export const migration4: Migration = {
  version: 4,
  statements: [
    'DROP VIEW segment',
    'DROP VIEW entry',
    'ALTER TABLE entry_pack ADD COLUMN compactions INTEGER',
    `UPDATE entry_pack SET compactions = len(list_filter(from_json(content, '{"entries":{"type":["INTEGER"]}}').entries.type, lambda type: type = 4))`,
    'ALTER TABLE entry_pack ALTER content SET DATA TYPE BLOB USING encode(content)',
    'CREATE TABLE carried_group ("group" INTEGER NOT NULL)',
    'ALTER TABLE finding ADD COLUMN segment_tokens VARCHAR',
    'UPDATE session SET weighed = NULL',
  ],
};
