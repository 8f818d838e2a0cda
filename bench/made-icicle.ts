import type { DuckDBConnection } from '@duckdb/node-api';
import { tokens, usd } from '../src/base/units.ts';
import type { CallKey, ChainId, SessionId } from '../src/call/entry.ts';
import type { RunId } from '../src/call/run-id.ts';
import type { SegmentId } from '../src/call/segment.ts';
import type { GroupId } from '../src/call/session-group.ts';
import type { Placement, SegmentWeight, WeighedCall, Weighing } from '../src/call/weighing.ts';
import { carriedParts } from '../src/ledger/duckdb/carried-parts.ts';
import { ColumnAppender } from '../src/ledger/duckdb/column-appender.ts';
import { appendIcicle, openIcicleAppenders } from '../src/ledger/duckdb/icicle-tables.ts';
import { NameBook } from '../src/ledger/duckdb/name-book.ts';
import { carriedColumns, carriedGroupColumns } from '../src/ledger/duckdb/table-columns.ts';
import { appendCarried, appendCarriedGroup } from '../src/ledger/duckdb/weighing-rows.ts';
import { icicleRollup } from '../src/ledger/icicle-rollup.ts';
import type { Timestamp } from '../src/base/units.ts';
import { heldRuns } from '../test/held-runs.ts';

const callsOfSession = 80;
const models = ['claude-opus-4-6', 'claude-sonnet-4-5-20250929', 'claude-haiku-4-5-20251001'] as const;
const rates = { uncached: 0.4, read: 0.4, write5m: 0.4, write1h: 0.4, writeUnsplit: 0.4, output: 0.4 };

function madeWeighing(session: number): Weighing {
  const run = `claude-code:made-${session}/main` as RunId;
  const calls: WeighedCall[] = [];
  const weights: SegmentWeight[] = [];
  const placements: Placement[] = [];
  const carry = (weight: Pick<SegmentWeight, 'segment' | 'kind' | 'tool' | 'target' | 'label'>, size: number, first: number): void => {
    const carried = callsOfSession - first;
    const isWritten = weight.kind !== 'unseen';
    const { segment, kind } = weight;
    weights.push({
      ...weight,
      run,
      tokens: tokens(size),
      byTier: { read: tokens(size * (carried - (isWritten ? 1 : 0))), ...(isWritten ? { write5m: tokens(size) } : {}) },
      usd: usd(size * carried * 4e-7),
      calls: carried,
      firstCall: first,
      lastCall: callsOfSession - 1,
    });
    const place = (tier: 'read' | 'write5m', from: number, to: number): void => {
      if (to >= from) placements.push({ segment, run, kind, tier, from, to, position: first + 1, tokens: tokens(size) });
    };
    if (isWritten) place('write5m', first, first);
    place('read', isWritten ? first + 1 : first, callsOfSession - 1);
  };
  const unseen = 36_000;
  carry({ segment: `u${session}#0` as SegmentId, kind: 'unseen', label: 'system prompt and tools' }, unseen, 0);
  let context = unseen;
  for (let index = 0; index < callsOfSession; index++) {
    for (const half of [0, 1]) {
      const number = 2 * (session * callsOfSession + index) + half;
      const kind = (['tool-call', 'tool-result', 'answer', 'tool-result'] as const)[number % 4] as 'answer';
      const tool = number % 4 === 2 ? {} : { tool: number % 3 === 0 ? 'Bash' : 'Read' };
      const size = number % 17 === 0 ? 3000 : 280;
      carry({ segment: `m${number}#0` as SegmentId, kind, ...tool, target: `/src/file-${(number * 7919) % 400}.ts` }, size, index);
      context += size;
    }
    const written = context - (calls.at(-1)?.context ?? unseen);
    calls.push({
      key: `claude-code:msg_${session * callsOfSession + index}` as CallKey,
      run,
      index,
      source: 'claude-code',
      session: `claude-code:made-${session}` as SessionId,
      chain: 'main' as ChainId,
      time: (1_760_000_000_000 + session * 600_000 + index * 180_000) as Timestamp,
      model: models[session % 3],
      turn: 1 + Math.floor(index / 10),
      usage: { cacheRead: tokens(context - written), cacheWrite5m: tokens(written) },
      progressOnly: false,
      price: { state: 'priced', version: 'bench', logged: usd(context * 4e-7), reconstructed: usd(context * 4e-7), usdPerMillion: rates },
      context: tokens(context),
    });
  }
  return {
    group: `claude-code:made-${session}` as GroupId,
    calls,
    held: heldRuns(calls, placements, weights),
    placements,
    weights,
    losses: [],
    findings: [],
  };
}

/**
 * The roll-up of the Tokens screen for the sessions that `made-ledger.ts` makes, and what their calls carried, by the
 * program's own arithmetic: two segments a call, each written once and read until its session ends, and one unseen prompt a
 * session; real sessions have about as many. Returns the rows and bytes it took, and the milliseconds of CPU of the roll-up alone.
 */
export async function madeIcicle(
  connection: DuckDBConnection,
  calls: number,
): Promise<{ readonly nodes: number; readonly stretches: number; readonly stepBytes: number; readonly cpuMilliseconds: number }> {
  const appenders = await openIcicleAppenders(connection);
  const carried = await ColumnAppender.open(connection, 'carried', carriedColumns);
  const carriedGroup = await ColumnAppender.open(connection, 'carried_group', carriedGroupColumns);
  const names = new NameBook();
  const made = { nodes: 0, stretches: 0, stepBytes: 0, cpuMilliseconds: 0 };
  for (let session = 0; session < Math.max(1, Math.round(calls / callsOfSession)); session++) {
    const weighing = madeWeighing(session);
    const before = process.cpuUsage();
    for (const run of icicleRollup(weighing)) {
      appendIcicle(appenders, names, { group: session, session, chain: session }, run);
      made.nodes += run.nodes.length;
      made.stretches += run.stretches.length;
      made.stepBytes += run.steps?.length ?? 0;
    }
    const { user, system } = process.cpuUsage(before);
    made.cpuMilliseconds += (user + system) / 1000;
    for (const part of carriedParts(weighing)) appendCarried({ carried, carriedGroup }, { group: session, session, chain: session }, part);
    appendCarriedGroup({ carried, carriedGroup }, session);
  }
  for (const appender of [...Object.values(appenders), carried, carriedGroup]) appender.close();
  return made;
}
