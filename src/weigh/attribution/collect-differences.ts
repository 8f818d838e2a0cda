import type { SessionGroup } from '../../call/session-group.ts';
import type { DifferenceSample } from '../../measure/tokens/difference-sample.ts';
import { addFeatures, featureCount } from '../../measure/tokens/segment-features.ts';
import type { TokenEstimator } from '../../measure/tokens/token-estimator.ts';
import type { BilledDifference } from './billed-difference.ts';
import type { KnownSizes } from './context-sizes.ts';
import { indexGroup } from './group-index.ts';
import { RunAccount } from './run-account.ts';

/** What the successive bills of every run of a group differ by, and why some of them say nothing. */
export function collectDifferences(group: SessionGroup, estimator: TokenEstimator): BilledDifference[] {
  const index = indexGroup(group);
  const known: KnownSizes = new Map();
  const differences: BilledDifference[] = [];
  for (const [run, entries] of index.runs) {
    const account = new RunAccount(run, index, estimator, known);
    for (const entry of entries) {
      const call = account.follow(entry);
      if (call !== undefined) account.settle(call, undefined);
    }
    account.finish();
    differences.push(...account.differences);
  }
  return differences;
}

/** A difference as an equation to learn from. */
export function sampleOf(difference: BilledDifference): DifferenceSample {
  const features = new Float64Array(featureCount);
  let stated = 0;
  for (const segment of difference.added) {
    if (segment.statedTokens === undefined) addFeatures(segment, features);
    else stated += segment.statedTokens;
  }
  const { session, model, source, tokens } = difference;
  return { session, model, source, tokens, stated, features };
}
