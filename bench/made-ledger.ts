/**
 * 80 calls a session, one in three minutes; 6 rows of kinds and tools in each quarter of an hour, so 1.2 a call: as many as
 * `bench/ingest.ts` finds in real sessions.
 */
export function madeCalls(calls: number): readonly string[] {
  const sessions = Math.max(1, Math.round(calls / 80));
  return [
    `INSERT INTO session (number, id, source, directory, branch, start, "end", "group", changed)
     SELECT i, 'claude-code:' || uuid(), 'claude-code', '/home/someone/project-' || (i % 60), 'main', 1760000000000 + i * 600000, 1760000000000 + i * 600000 + 14400000, i, 1
     FROM range(${sessions}) r(i)`,
    `INSERT INTO chain SELECT i, i, 'main', NULL, NULL FROM range(${sessions}) r(i)`,
    `INSERT INTO call (key, "group", source, session, chain, "index", time, bucket, model, provider, turn, input_uncached, cache_read,
       cache_write_5m, cache_write_1h, output_logged, progress_only, price_state, price_version, usd_logged, usd_reconstructed, context)
     SELECT 'claude-code:msg_' || i, i // 80, 'claude-code', i // 80, i // 80, i % 80, t, t // 900000,
       CASE (i // 80) % 3 WHEN 0 THEN 'claude-opus-4-6' WHEN 1 THEN 'claude-sonnet-4-5-20250929' ELSE 'claude-haiku-4-5-20251001' END, 'anthropic', 1,
       3, 40000 + (i % 80) * 900, 900, 0, 250, false, 'priced', 'bench', 0.04, 0.04, 40903 + (i % 80) * 900
     FROM (SELECT i, 1760000000000 + (i // 80) * 600000 + (i % 80) * 180000 AS t FROM range(${calls}) r(i))`,
    `INSERT INTO rollup
     SELECT "group", bucket, session, chain, model, k.kind, k.tool, false, n * 2000, n * 0.002, n, n
     FROM (SELECT "group", bucket, session, chain, model, count(*) AS n FROM call GROUP BY ALL),
       (VALUES ('system', NULL), ('answer', NULL), ('tool-call', 'Read'), ('tool-call', 'Bash'), ('tool-result', 'Read'), ('tool-result', 'Bash'))
         k(kind, tool)`,
    `INSERT INTO finding SELECT 'f' || i, i, 0, i, 'large-result-carried', 'suspected', 'made up', 'made up', '[]', '[]', 10, 5000, 0.05, '[]' FROM range(${sessions}) r(i)`,
    `INSERT INTO finding_rollup SELECT 'f' || session, "group", session, chain, model, bucket, 'large-result-carried', 'suspected', 500, 0.005
     FROM (SELECT DISTINCT "group", session, chain, model, bucket FROM call)`,
    `INSERT INTO file VALUES (1, '/made/up.jsonl', 'claude-code', 1, 1, 1, ${calls}, NULL, '', 1)`,
  ];
}
