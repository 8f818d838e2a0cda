import type { DuckDBConnection } from '@duckdb/node-api';
import type { Tokens } from '../../base/units.ts';
import type { Finding } from '../../call/finding.ts';
import { tiers, type Tier } from '../../call/tier.ts';
import type { CacheLoss, Placement, SegmentWeight, WeighedCall } from '../../call/weighing.ts';
import type { FindingRollupRow } from '../finding-rollup.ts';
import { bucketOf, type RollupRow } from '../rollup.ts';
import { ColumnAppender } from './column-appender.ts';
import {
  callColumns,
  chainColumns,
  claimedColumns,
  findingColumns,
  findingRollupColumns,
  lossColumns,
  placedColumns,
  rollupColumns,
  weightColumns,
} from './table-columns.ts';

export const openWeighingAppenders = async (connection: DuckDBConnection) => ({
  chain: await ColumnAppender.open(connection, 'chain', chainColumns),
  call: await ColumnAppender.open(connection, 'call', callColumns),
  placement: await ColumnAppender.open(connection, 'placed', placedColumns),
  weight: await ColumnAppender.open(connection, 'weight', weightColumns),
  loss: await ColumnAppender.open(connection, 'loss', lossColumns),
  finding: await ColumnAppender.open(connection, 'finding', findingColumns),
  claim: await ColumnAppender.open(connection, 'claimed', claimedColumns),
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

/** `segment` is its number in the group, as in its `weight`. */
export function appendPlacement(
  { placement: appender }: WeighingAppenders,
  { group, chain }: Place,
  segment: number,
  placement: Placement,
): void {
  const { columns } = appender;
  columns.group.push(group);
  columns.segment.push(segment);
  columns.chain.push(chain);
  columns.kind.push(placement.kind);
  columns.tier.push(placement.tier);
  columns.from.push(placement.from);
  columns.to.push(placement.to);
  columns.position.push(placement.position);
  columns.tokens.push(placement.tokens);
  appender.endRow();
}

const sumOfTiers = (byTier: Readonly<Partial<Record<Tier, Tokens>>>): number => tiers.reduce((sum, tier) => sum + (byTier[tier] ?? 0), 0);

export function appendWeight(
  { weight: appender }: WeighingAppenders,
  { group, chain }: Place,
  number: number,
  weight: SegmentWeight,
): void {
  const { byTier } = weight;
  const { columns } = appender;
  columns.group.push(group);
  columns.number.push(number);
  columns.segment.push(weight.segment);
  columns.chain.push(chain);
  columns.kind.push(weight.kind);
  columns.label.push(weight.label);
  columns.tool.push(weight.tool);
  columns.server.push(weight.server);
  columns.target.push(weight.target);
  columns.tokens.push(weight.tokens);
  columns.uncached.push(byTier.uncached);
  columns.read.push(byTier.read);
  columns.write5m.push(byTier.write5m);
  columns.write1h.push(byTier.write1h);
  columns.writeUnsplit.push(byTier.writeUnsplit);
  columns.output.push(byTier.output);
  columns.weight.push(sumOfTiers(byTier));
  columns.usd.push(weight.usd);
  columns.calls.push(weight.calls);
  columns.firstCall.push(weight.firstCall);
  columns.lastCall.push(weight.lastCall);
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
  columns.tier.push(row.tier);
  columns.progressOnly.push(row.progressOnly);
  columns.tokens.push(row.tokens);
  columns.usd.push(row.usd);
  columns.unpricedTokens.push(row.unpricedTokens);
  columns.calls.push(row.calls);
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
  appender.endRow();
}

export function appendClaim(
  { claim: appender }: WeighingAppenders,
  { group, chain }: Place,
  finding: number,
  segment: number,
  claim: Finding['claims'][number],
): void {
  const { columns } = appender;
  columns.finding.push(finding);
  columns.group.push(group);
  columns.segment.push(segment);
  columns.chain.push(chain);
  columns.from.push(claim.from);
  columns.to.push(claim.to);
  columns.tokens.push(claim.tokens);
  columns.effect.push(claim.effect);
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
