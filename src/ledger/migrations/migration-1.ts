import { claimEffects } from '../../call/finding.ts';
import { segmentKinds } from '../../call/segment-kind.ts';
import { tiers } from '../../call/tier.ts';
import type { Migration } from './migration.ts';

const enumOf = (values: readonly string[]): string => `ENUM (${values.map((value) => `'${value}'`).join(', ')})`;

/** What each table and column means stands in docs/ledger.md. */
export const migration1: Migration = {
  version: 1,
  statements: [
    `CREATE TYPE segment_kind AS ${enumOf(segmentKinds)}`,
    `CREATE TYPE tier AS ${enumOf(tiers)}`,
    `CREATE TYPE claim_effect AS ${enumOf(claimEffects)}`,

    `CREATE TABLE fact (name VARCHAR NOT NULL, value VARCHAR NOT NULL)`,
    `CREATE TABLE file (
      number INTEGER NOT NULL, path VARCHAR NOT NULL, source VARCHAR NOT NULL, size BIGINT NOT NULL, modified DOUBLE NOT NULL,
      "offset" BIGINT NOT NULL, line BIGINT NOT NULL, state VARCHAR, head_hash VARCHAR NOT NULL, format INTEGER NOT NULL)`,
    `CREATE TABLE ignored_file (path VARCHAR NOT NULL, size BIGINT NOT NULL, modified DOUBLE NOT NULL)`,
    `CREATE TABLE skipped (file VARCHAR NOT NULL, line BIGINT NOT NULL, reason VARCHAR NOT NULL, field VARCHAR)`,
    `CREATE TABLE forgotten (session VARCHAR, since BIGINT, until BIGINT)`,

    `CREATE TABLE session (
      number INTEGER NOT NULL, id VARCHAR NOT NULL, source VARCHAR NOT NULL, directory VARCHAR, branch VARCHAR,
      agent_version VARCHAR, parent_session VARCHAR, experiment VARCHAR, start BIGINT, "end" BIGINT,
      "group" INTEGER NOT NULL, changed BIGINT NOT NULL, weighed BIGINT, weighed_version VARCHAR, weighed_group INTEGER)`,
    `CREATE TABLE chain (
      number INTEGER NOT NULL, session INTEGER NOT NULL, chain VARCHAR NOT NULL, agent_type VARCHAR, spawned_by VARCHAR)`,
    `CREATE TABLE entry (
      number BIGINT NOT NULL, batch BIGINT NOT NULL, key VARCHAR NOT NULL, session INTEGER NOT NULL, chain INTEGER NOT NULL,
      type VARCHAR NOT NULL, time BIGINT, parent VARCHAR, foreign_parent VARCHAR, call VARCHAR, usage_sum BIGINT,
      file INTEGER NOT NULL, "offset" BIGINT NOT NULL, length BIGINT NOT NULL, line BIGINT NOT NULL, format INTEGER NOT NULL,
      content VARCHAR NOT NULL)`,

    `CREATE TABLE call (
      key VARCHAR NOT NULL, "group" INTEGER NOT NULL, source VARCHAR NOT NULL, session INTEGER NOT NULL, chain INTEGER NOT NULL,
      "index" INTEGER NOT NULL, time BIGINT, bucket INTEGER, model VARCHAR, provider VARCHAR, turn INTEGER NOT NULL,
      input_uncached BIGINT, cache_read BIGINT, cache_write_5m BIGINT, cache_write_1h BIGINT, cache_write_unsplit BIGINT,
      output_logged BIGINT, output_reconstructed BIGINT, output_shown BIGINT, reasoning BIGINT, progress_only BOOLEAN NOT NULL,
      price_state VARCHAR NOT NULL, price_version VARCHAR NOT NULL, usd_logged DOUBLE, usd_reconstructed DOUBLE,
      rate_uncached DOUBLE, rate_read DOUBLE, rate_write_5m DOUBLE, rate_write_1h DOUBLE, rate_write_unsplit DOUBLE,
      rate_output DOUBLE, context BIGINT, stop_reason VARCHAR)`,
    `CREATE TABLE placed (
      "group" INTEGER NOT NULL, segment INTEGER NOT NULL, chain INTEGER NOT NULL, kind segment_kind NOT NULL, tier tier NOT NULL,
      from_call INTEGER NOT NULL, to_call INTEGER NOT NULL, position INTEGER NOT NULL, tokens BIGINT NOT NULL)`,
    `CREATE TABLE weight (
      "group" INTEGER NOT NULL, number INTEGER NOT NULL, segment VARCHAR NOT NULL, chain INTEGER NOT NULL, kind segment_kind NOT NULL, label VARCHAR,
      tool VARCHAR, server VARCHAR, target VARCHAR, tokens BIGINT NOT NULL, uncached BIGINT, read BIGINT, write_5m BIGINT,
      write_1h BIGINT, write_unsplit BIGINT, output BIGINT, weight BIGINT NOT NULL, usd DOUBLE, calls INTEGER NOT NULL,
      first_call INTEGER NOT NULL, last_call INTEGER NOT NULL)`,
    `CREATE TABLE loss (
      "group" INTEGER NOT NULL, chain INTEGER NOT NULL, call INTEGER NOT NULL, cause VARCHAR NOT NULL, detail VARCHAR NOT NULL,
      tokens BIGINT NOT NULL, usd DOUBLE)`,
    `CREATE TABLE finding (
      id VARCHAR NOT NULL, "group" INTEGER NOT NULL, number INTEGER NOT NULL, session INTEGER NOT NULL, cause VARCHAR NOT NULL, state VARCHAR NOT NULL,
      title VARCHAR NOT NULL, fix VARCHAR NOT NULL, calls VARCHAR NOT NULL, segments VARCHAR NOT NULL, call_count INTEGER NOT NULL,
      tokens BIGINT NOT NULL, usd DOUBLE)`,
    `CREATE TABLE claimed (
      finding INTEGER NOT NULL, "group" INTEGER NOT NULL, segment INTEGER NOT NULL, chain INTEGER NOT NULL,
      from_call INTEGER NOT NULL, to_call INTEGER NOT NULL, tokens BIGINT NOT NULL, effect claim_effect NOT NULL)`,

    `CREATE TABLE rollup (
      "group" INTEGER NOT NULL, bucket INTEGER, session INTEGER NOT NULL, chain INTEGER NOT NULL, model VARCHAR,
      kind segment_kind NOT NULL, tool VARCHAR, tier tier NOT NULL, progress_only BOOLEAN NOT NULL, tokens BIGINT NOT NULL,
      usd DOUBLE, unpriced_tokens BIGINT NOT NULL, calls INTEGER NOT NULL, kind_calls INTEGER NOT NULL, tool_calls INTEGER NOT NULL)`,
    `CREATE TABLE finding_rollup (
      finding VARCHAR NOT NULL, "group" INTEGER NOT NULL, session INTEGER NOT NULL, chain INTEGER NOT NULL, model VARCHAR,
      bucket INTEGER, cause VARCHAR NOT NULL, state VARCHAR NOT NULL, tokens BIGINT NOT NULL, usd DOUBLE)`,

    `CREATE VIEW placement AS
      SELECT p."group", w.segment, p.chain, p.kind, p.tier, p.from_call, p.to_call, p.position, p.tokens
      FROM placed p JOIN weight w ON w.chain = p.chain AND w.number = p.segment`,
    `CREATE VIEW finding_claim AS
      SELECT f.id AS finding, m."group", w.segment, m.chain, m.from_call, m.to_call, m.tokens, m.effect
      FROM claimed m JOIN finding f ON f."group" = m."group" AND f.number = m.finding
        JOIN weight w ON w.chain = m.chain AND w.number = m.segment`,

    `CREATE VIEW segment AS
      SELECT coalesce(s.segment ->> '$.id', e.key || '#' || s.index) AS id, e.key AS entry, s.index AS "index", e.session, e.chain, e.time,
        s.segment ->> '$.kind' AS kind, s.segment ->> '$.label' AS label, s.segment ->> '$.part' AS part,
        s.segment ->> '$.tool.call' AS tool_call, s.segment ->> '$.tool.name' AS tool, s.segment ->> '$.tool.server' AS server,
        s.segment ->> '$.tool.target' AS target, s.segment ->> '$.tool.action' AS action, s.segment ->> '$.tool.range' AS range,
        (s.segment ->> '$.tool.isError')::BOOLEAN AS is_error, (s.segment ->> '$.text.characters')::BIGINT AS characters,
        s.segment ->> '$.text.hash' AS hash, (s.segment ->> '$.hiddenCharacters')::BIGINT AS hidden_characters,
        f.path AS file, e."offset", e.length, e.line
      FROM (SELECT number, unnest(json_extract(content, '$.segments[*]')) AS segment,
              generate_subscripts(json_extract(content, '$.segments[*]'), 1) - 1 AS index FROM entry) AS s
      JOIN entry AS e ON e.number = s.number JOIN file AS f ON f.number = e.file`,
  ],
};
