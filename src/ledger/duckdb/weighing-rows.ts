import type { DuckDBConnection } from '@duckdb/node-api';
import type { Tokens } from '../../base/units.ts';
import type { Finding } from '../../call/finding.ts';
import type { SegmentId } from '../../call/segment.ts';
import type { CacheLoss, WeighedCall } from '../../call/weighing.ts';
import type { FindingRollupRow } from '../finding-rollup.ts';
import { bucketOf, type RollupRow } from '../rollup.ts';
import type { CarriedPart } from './carried-parts.ts';
import { ColumnAppender } from './column-appender.ts';
import {
  callColumns,
  type carriedColumns,
  type carriedGroupColumns,
  chainColumns,
  findingColumns,
  findingRollupColumns,
  lossColumns,
  rollupColumns,
} from './table-columns.ts';

export const openWeighingAppenders = async (connection: DuckDBConnection) => ({
  chain: await ColumnAppender.open(connection, 'chain', chainColumns),
  call: await ColumnAppender.open(connection, 'call', callColumns),
  loss: await ColumnAppender.open(connection, 'loss', lossColumns),
  finding: await ColumnAppender.open(connection, 'finding', findingColumns),
  rollup: await ColumnAppender.open(connection, 'rollup', rollupColumns),
  findingRollup: await ColumnAppender.open(connection, 'finding_rollup', findingRollupColumns),
});

export type WeighingAppenders = Awaited<ReturnType<typeof openWeighingAppenders>>;

/** Numbers of the group, session and chain that a row belongs to. */
export interface Place {
  readonly group: number;
  readonly session: number;
  readonly chain: number;
}

export function appendCall({ call: appender }: WeighingAppenders, { group, session, chain }: Place, call: WeighedCall): void {
  const { usage, price } = call;
  const rates = price.usdPerMillion;
  const { columns } = appender;
  columns.key.push(call.key);
  columns.group.push(group);
  columns.source.push(call.source);
  columns.session.push(session);
  columns.chain.push(chain);
  columns.index.push(call.index);
  columns.time.push(call.time);
  columns.bucket.push(bucketOf(call));
  columns.model.push(call.model);
  columns.provider.push(call.provider);
  columns.turn.push(call.turn);
  columns.inputUncached.push(usage.inputUncached);
  columns.cacheRead.push(usage.cacheRead);
  columns.cacheWrite5m.push(usage.cacheWrite5m);
  columns.cacheWrite1h.push(usage.cacheWrite1h);
  columns.cacheWriteUnsplit.push(usage.cacheWriteUnsplit);
  columns.outputLogged.push(usage.output);
  columns.outputReconstructed.push(call.outputReconstructed);
  columns.outputShown.push(call.outputShown);
  columns.reasoning.push(call.reasoning);
  columns.progressOnly.push(call.progressOnly);
  columns.priceState.push(price.state);
  columns.priceVersion.push(price.version);
  columns.usdLogged.push(price.logged);
  columns.usdReconstructed.push(price.reconstructed);
  columns.rateUncached.push(rates?.uncached);
  columns.rateRead.push(rates?.read);
  columns.rateWrite5m.push(rates?.write5m);
  columns.rateWrite1h.push(rates?.write1h);
  columns.rateWriteUnsplit.push(rates?.writeUnsplit);
  columns.rateOutput.push(rates?.output);
  columns.context.push(call.context);
  columns.stopReason.push(call.stopReason);
  appender.endRow();
}

export interface CarriedAppenders {
  readonly carried: ColumnAppender<typeof carriedColumns>;
  readonly carriedGroup: ColumnAppender<typeof carriedGroupColumns>;
}

export function appendCarried({ carried: appender }: CarriedAppenders, { group, chain }: Place, part: CarriedPart): void {
  const { columns } = appender;
  columns.group.push(group);
  columns.chain.push(chain);
  columns.weights.push(part.weights);
  columns.placements.push(part.placements);
  columns.claims.push(part.claims);
  appender.endRow();
}

export function appendCarriedGroup({ carriedGroup: appender }: CarriedAppenders, group: number): void {
  appender.columns.group.push(group);
  appender.endRow();
}

export function appendLoss({ loss: appender }: WeighingAppenders, { group, chain }: Place, loss: CacheLoss): void {
  const { columns } = appender;
  columns.group.push(group);
  columns.chain.push(chain);
  columns.call.push(loss.call);
  columns.cause.push(loss.cause.cause);
  columns.detail.push(JSON.stringify(loss.cause));
  columns.tokens.push(loss.tokens);
  columns.usd.push(loss.usd);
  appender.endRow();
}

export function appendRollup({ rollup: appender }: WeighingAppenders, { group, session, chain }: Place, row: RollupRow): void {
  const { columns } = appender;
  columns.group.push(group);
  columns.bucket.push(row.bucket);
  columns.session.push(session);
  columns.chain.push(chain);
  columns.model.push(row.model);
  columns.kind.push(row.kind);
  columns.tool.push(row.tool);
  columns.progressOnly.push(row.progressOnly);
  columns.tokens.push(row.tokens);
  columns.usd.push(row.usd);
  columns.kindCalls.push(row.kindCalls);
  columns.toolCalls.push(row.toolCalls);
  appender.endRow();
}

export function appendFinding(
  { finding: appender }: WeighingAppenders,
  group: number,
  number: number,
  session: number,
  finding: Finding,
  sizes: ReadonlyMap<SegmentId, Tokens>,
): void {
  const { columns } = appender;
  columns.id.push(finding.id);
  columns.group.push(group);
  columns.number.push(number);
  columns.session.push(session);
  columns.cause.push(finding.cause);
  columns.state.push(finding.state);
  columns.title.push(finding.title);
  columns.fix.push(finding.fix);
  columns.calls.push(JSON.stringify(finding.calls));
  columns.segments.push(JSON.stringify(finding.segments));
  columns.callCount.push(finding.calls.length);
  columns.tokens.push(finding.tokens);
  columns.usd.push(finding.usd);
  columns.segmentTokens.push(JSON.stringify(finding.segments.map((segment) => sizes.get(segment) ?? null)));
  appender.endRow();
}

export function appendFindingRollup(
  { findingRollup: appender }: WeighingAppenders,
  { group, session, chain }: Place,
  { finding, model, bucket, tokens, usd }: FindingRollupRow,
): void {
  const { columns } = appender;
  columns.finding.push(finding.id);
  columns.group.push(group);
  columns.session.push(session);
  columns.chain.push(chain);
  columns.model.push(model);
  columns.bucket.push(bucket);
  columns.cause.push(finding.cause);
  columns.state.push(finding.state);
  columns.tokens.push(tokens);
  columns.usd.push(usd);
  appender.endRow();
}
