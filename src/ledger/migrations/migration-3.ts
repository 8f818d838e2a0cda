import type { Migration } from './migration.ts';

/**
 * The roll-up behind the Tokens screen (`src/ledger/icicle-rollup.ts`). What was weighed before it is weighed again, as
 * nothing else can fill it.
 */
export const migration3: Migration = {
  version: 3,
  statements: [
    `CREATE TABLE icicle (
      "group" INTEGER NOT NULL, chain INTEGER NOT NULL, number INTEGER NOT NULL, turn INTEGER NOT NULL, kind segment_kind NOT NULL,
      tool INTEGER NOT NULL, target INTEGER NOT NULL, start INTEGER NOT NULL, heaviest INTEGER NOT NULL,
      computed BIGINT NOT NULL, read BIGINT NOT NULL, output BIGINT NOT NULL, usd DOUBLE NOT NULL)`,
    `CREATE TABLE icicle_stretch (
      "group" INTEGER NOT NULL, session INTEGER NOT NULL, chain INTEGER NOT NULL, bucket INTEGER, model VARCHAR, progress_only BOOLEAN NOT NULL,
      first_call INTEGER NOT NULL, calls INTEGER NOT NULL, time BIGINT, computed BIGINT NOT NULL, read BIGINT NOT NULL, output BIGINT NOT NULL,
      usd DOUBLE NOT NULL, attended DOUBLE NOT NULL, attending BIGINT NOT NULL)`,
    `CREATE TABLE icicle_steps ("group" INTEGER NOT NULL, chain INTEGER NOT NULL, steps BLOB NOT NULL)`,
    `CREATE TABLE icicle_name (number INTEGER NOT NULL, name VARCHAR NOT NULL)`,
    `UPDATE session SET weighed = NULL`,
  ],
};
