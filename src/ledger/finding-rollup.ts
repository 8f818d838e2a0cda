import { largestRemainder } from '../base/largest-remainder.ts';
import type { Tokens, Usd } from '../base/units.ts';
import type { CallKey } from '../call/entry.ts';
import type { Finding } from '../call/finding.ts';
import type { RunId } from '../call/run-id.ts';
import type { WeighedCall } from '../call/weighing.ts';
import { bucketOf } from './rollup.ts';

/** A finding's saving in one quarter of an hour of a run. */
export interface FindingRollupRow {
  readonly finding: Finding;
  readonly run: RunId;
  readonly model: string | undefined;
  readonly bucket: number | undefined;
  readonly tokens: Tokens;
  readonly usd: Usd | undefined;
}

interface Share {
  readonly call: WeighedCall;
  claimed: number;
}

/** The calls of a finding's claims with the tokens claimed in each; a finding without claims rests on its calls alike. */
function sharesOf(
  finding: Finding,
  runs: ReadonlyMap<RunId, readonly WeighedCall[]>,
  calls: ReadonlyMap<CallKey, WeighedCall>,
): ReadonlyMap<string, Share> {
  const shares = new Map<string, Share>();
  const add = (call: WeighedCall | undefined, claimed: number): void => {
    if (call === undefined) return;
    const place = `${call.run}|${bucketOf(call) ?? ''}|${call.model ?? ''}`;
    const share = shares.get(place);
    if (share === undefined) shares.set(place, { call, claimed });
    else share.claimed += claimed;
  };
  for (const claim of finding.claims) {
    const run = runs.get(claim.run);
    for (let index = claim.from; index <= claim.to; index++) add(run?.[index], claim.tokens);
  }
  if (shares.size === 0) for (const key of finding.calls) add(calls.get(key), 1);
  return shares;
}

/** Spreads a finding's tokens and dollars over the calls it touches, in proportion to the tokens claimed in each. */
export function rollUpFinding(
  finding: Finding,
  runs: ReadonlyMap<RunId, readonly WeighedCall[]>,
  calls: ReadonlyMap<CallKey, WeighedCall>,
): readonly FindingRollupRow[] {
  const shares = [...sharesOf(finding, runs, calls).values()];
  if (shares.length === 0) return [];
  const claimed = shares.reduce((sum, share) => sum + share.claimed, 0);
  const weights = shares.map((share) => (claimed === 0 ? 1 : share.claimed));
  const sum = claimed === 0 ? shares.length : claimed;
  const parts = largestRemainder(finding.tokens, weights);
  return shares.map((share, index) => ({
    finding,
    run: share.call.run,
    model: share.call.model,
    bucket: bucketOf(share.call),
    tokens: parts[index] as Tokens,
    usd: finding.usd === undefined ? undefined : (((finding.usd * (weights[index] as number)) / sum) as Usd),
  }));
}
