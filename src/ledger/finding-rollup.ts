import { largestRemainder } from '../base/largest-remainder.ts';
import type { Tokens, Usd } from '../base/units.ts';
import type { CallKey } from '../call/entry.ts';
import type { ClaimedTokens, Finding } from '../call/finding.ts';
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

/** Tokens claimed in each call of a run. Claims are kept as differences between successive calls until they are summed. */
function claimedByCall(claims: readonly ClaimedTokens[], runs: ReadonlyMap<RunId, readonly WeighedCall[]>): Map<WeighedCall, number> {
  const steps = new Map<RunId, Float64Array>();
  for (const { run, from, to, tokens } of claims) {
    let ofRun = steps.get(run);
    if (ofRun === undefined) steps.set(run, (ofRun = new Float64Array((runs.get(run)?.length ?? 0) + 1)));
    ofRun[from] = (ofRun[from] as number) + tokens;
    ofRun[to + 1] = (ofRun[to + 1] as number) - tokens;
  }
  const claimed = new Map<WeighedCall, number>();
  for (const [run, ofRun] of steps) {
    let level = 0;
    runs.get(run)?.forEach((call, index) => {
      level += ofRun[index] as number;
      if (level > 0) claimed.set(call, level);
    });
  }
  return claimed;
}

/** Claims by run, quarter hour and model; a finding without claims rests on its calls alike. */
function sharesOf(
  finding: Finding,
  runs: ReadonlyMap<RunId, readonly WeighedCall[]>,
  calls: ReadonlyMap<CallKey, WeighedCall>,
): ReadonlyMap<string, Share> {
  const claimed = claimedByCall(finding.claims, runs);
  if (claimed.size === 0) {
    for (const key of finding.calls) {
      const call = calls.get(key);
      if (call !== undefined) claimed.set(call, 1);
    }
  }
  const shares = new Map<string, Share>();
  for (const [call, tokens] of claimed) {
    const place = `${call.run}|${bucketOf(call) ?? ''}|${call.model ?? ''}`;
    const share = shares.get(place);
    if (share === undefined) shares.set(place, { call, claimed: tokens });
    else share.claimed += tokens;
  }
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
