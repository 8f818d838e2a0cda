import type { DuckDBConnection } from '@duckdb/node-api';
import { assertExists } from '../../base/assert.ts';
import type { CallKey } from '../../call/entry.ts';
import type { RunId } from '../../call/run-id.ts';
import { tiers, type Tier } from '../../call/tier.ts';
import type { Tokens } from '../../base/units.ts';
import type { SegmentWeight, WeighedCall, Weighing } from '../../call/weighing.ts';
import { rollUpFinding } from '../finding-rollup.ts';
import { bucketOf, callsByRun, rollUp } from '../rollup.ts';
import { ColumnAppender } from './column-appender.ts';
import type { NumberBook } from './number-book.ts';
import {
  callColumns,
  chainColumns,
  findingClaimColumns,
  findingColumns,
  findingRollupColumns,
  lossColumns,
  placementColumns,
  rollupColumns,
  weightColumns,
} from './table-columns.ts';

/** Tables whose rows belong to a group and are replaced when it is weighed again. */
export const weighedTables = ['call', 'placement', 'weight', 'loss', 'finding', 'finding_claim', 'rollup', 'finding_rollup'] as const;

const openAppenders = async (connection: DuckDBConnection) => ({
  chain: await ColumnAppender.open(connection, 'chain', chainColumns),
  call: await ColumnAppender.open(connection, 'call', callColumns),
  placement: await ColumnAppender.open(connection, 'placement', placementColumns),
  weight: await ColumnAppender.open(connection, 'weight', weightColumns),
  loss: await ColumnAppender.open(connection, 'loss', lossColumns),
  finding: await ColumnAppender.open(connection, 'finding', findingColumns),
  claim: await ColumnAppender.open(connection, 'finding_claim', findingClaimColumns),
  rollup: await ColumnAppender.open(connection, 'rollup', rollupColumns),
  findingRollup: await ColumnAppender.open(connection, 'finding_rollup', findingRollupColumns),
});

type Appenders = Awaited<ReturnType<typeof openAppenders>>;

/** Numbers of a call's session and chain. */
interface Place {
  readonly session: number;
  readonly chain: number;
}

/** Replaces what stood for the weighings' groups. Runs inside a transaction. */
export async function writeWeighings(
  connection: DuckDBConnection,
  book: NumberBook,
  weighings: readonly Weighing[],
  version: string,
): Promise<void> {
  const groups = weighings.map((weighing) => book.existingSession(weighing.group));
  await removeWeighed(connection, groups);
  const appenders = await openAppenders(connection);
  for (const weighing of weighings) appendWeighing(appenders, book, weighing);
  for (const appender of Object.values(appenders)) appender.close();
  await connection.run(
    `UPDATE session SET weighed = changed, weighed_version = $version, weighed_group = "group" WHERE "group" IN (${groups.join(', ')})`,
    { version },
  );
}

/** Removes what was weighed for the sessions that now stand in these groups, whatever group they were weighed in. */
export async function removeWeighed(connection: DuckDBConnection, groups: readonly number[]): Promise<void> {
  const result = await connection.runAndReadAll(
    `SELECT DISTINCT weighed_group FROM session WHERE "group" IN (${groups.join(', ')}) AND weighed_group IS NOT NULL`,
  );
  const stale = result.getRows().map(([group]) => group as number);
  if (stale.length === 0) return;
  for (const table of weighedTables) await connection.run(`DELETE FROM ${table} WHERE "group" IN (${stale.join(', ')})`);
}

function appendWeighing(appenders: Appenders, book: NumberBook, weighing: Weighing): void {
  const group = book.existingSession(weighing.group);
  const places = placesOf(appenders, book, weighing.calls);
  const placeOf = (run: RunId): Place => assertExists(places.get(run), `no call stands in run ${run}`);
  for (const call of weighing.calls) appendCall(appenders, group, placeOf(call.run), call);
  for (const placement of weighing.placements) {
    appenders.placement.append({ ...placement, group, chain: placeOf(placement.run).chain });
  }
  for (const weight of weighing.weights) appendWeight(appenders, group, placeOf(weight.run).chain, weight);
  for (const loss of weighing.losses) {
    const { cause } = loss.cause;
    const chain = placeOf(loss.run).chain;
    appenders.loss.append({ group, chain, call: loss.call, cause, detail: JSON.stringify(loss.cause), tokens: loss.tokens, usd: loss.usd });
  }
  for (const row of rollUp(weighing)) appenders.rollup.append({ ...row, ...placeOf(row.run), group });
  appendFindings(appenders, book, group, weighing, placeOf);
}

function placesOf(appenders: Appenders, book: NumberBook, calls: readonly WeighedCall[]): ReadonlyMap<RunId, Place> {
  const places = new Map<RunId, Place>();
  for (const call of calls) {
    if (places.has(call.run)) continue;
    const session = book.existingSession(call.session);
    const chain = book.chain(session, call.chain, (number) =>
      appenders.chain.append({ number, session, chain: call.chain, agentType: undefined, spawnedBy: undefined }),
    );
    places.set(call.run, { session, chain });
  }
  return places;
}

function appendCall(appenders: Appenders, group: number, place: Place, call: WeighedCall): void {
  const { usage, price } = call;
  const rates = price.usdPerMillion;
  appenders.call.append({
    key: call.key,
    group,
    source: call.source,
    session: place.session,
    chain: place.chain,
    index: call.index,
    time: call.time,
    bucket: bucketOf(call),
    model: call.model,
    provider: call.provider,
    turn: call.turn,
    inputUncached: usage.inputUncached,
    cacheRead: usage.cacheRead,
    cacheWrite5m: usage.cacheWrite5m,
    cacheWrite1h: usage.cacheWrite1h,
    cacheWriteUnsplit: usage.cacheWriteUnsplit,
    outputLogged: usage.output,
    outputReconstructed: call.outputReconstructed,
    outputShown: call.outputShown,
    reasoning: call.reasoning,
    progressOnly: call.progressOnly,
    priceState: price.state,
    priceVersion: price.version,
    usdLogged: price.logged,
    usdReconstructed: price.reconstructed,
    rateUncached: rates?.uncached,
    rateRead: rates?.read,
    rateWrite5m: rates?.write5m,
    rateWrite1h: rates?.write1h,
    rateWriteUnsplit: rates?.writeUnsplit,
    rateOutput: rates?.output,
    context: call.context,
    stopReason: call.stopReason,
  });
}

const weightOf = (byTier: Readonly<Partial<Record<Tier, Tokens>>>): number => tiers.reduce((sum, tier) => sum + (byTier[tier] ?? 0), 0);

function appendWeight(appenders: Appenders, group: number, chain: number, weight: SegmentWeight): void {
  const { byTier } = weight;
  appenders.weight.append({
    group,
    segment: weight.segment,
    chain,
    kind: weight.kind,
    label: weight.label,
    tool: weight.tool,
    server: weight.server,
    target: weight.target,
    tokens: weight.tokens,
    uncached: byTier.uncached,
    read: byTier.read,
    write5m: byTier.write5m,
    write1h: byTier.write1h,
    writeUnsplit: byTier.writeUnsplit,
    output: byTier.output,
    weight: weightOf(byTier),
    usd: weight.usd,
    calls: weight.calls,
    firstCall: weight.firstCall,
    lastCall: weight.lastCall,
  });
}

function appendFindings(appenders: Appenders, book: NumberBook, group: number, weighing: Weighing, placeOf: (run: RunId) => Place): void {
  if (weighing.findings.length === 0) return;
  const runs = callsByRun(weighing.calls);
  const calls = new Map<CallKey, WeighedCall>(weighing.calls.map((call) => [call.key, call]));
  for (const finding of weighing.findings) {
    const { id, cause, state, tokens, usd } = finding;
    appenders.finding.append({
      id,
      group,
      session: book.existingSession(finding.session),
      cause,
      state,
      title: finding.title,
      fix: finding.fix,
      calls: JSON.stringify(finding.calls),
      segments: JSON.stringify(finding.segments),
      callCount: finding.calls.length,
      tokens,
      usd,
    });
    for (const claim of finding.claims) appenders.claim.append({ ...claim, finding: id, group, chain: placeOf(claim.run).chain });
    for (const row of rollUpFinding(finding, runs, calls)) {
      const { model, bucket } = row;
      appenders.findingRollup.append({
        ...placeOf(row.run),
        finding: id,
        group,
        model,
        bucket,
        cause,
        state,
        tokens: row.tokens,
        usd: row.usd,
      });
    }
  }
}
