import type { SessionId } from '../../call/entry.ts';
import type { RunId } from '../../call/run-id.ts';
import type { Segment } from '../../call/segment.ts';
import type { SourceName } from '../../call/source-name.ts';
import { addFeatures, featureCount } from '../../measure/tokens/segment-features.ts';
import type { DifferenceSample } from '../../measure/tokens/difference-sample.ts';
import type { BilledDifference } from './billed-difference.ts';

/** A response of which every part is visible and whose logged output is beyond doubt. */
export interface BilledOutput {
  readonly run: RunId;
  readonly session: SessionId;
  readonly model: string;
  readonly source: SourceName;
  readonly tokens: number;
  readonly segments: readonly Segment[];
}

/** What bills say about the size of text: exact totals over known segments. */
export interface BillEvidence {
  readonly differences: readonly BilledDifference[];
  readonly outputs: readonly BilledOutput[];
}

/** Everything that can be learned from. */
export const samplesOf = ({ differences, outputs }: BillEvidence): DifferenceSample[] => [
  ...differences.filter((difference) => difference.exclusion === undefined).map(sampleOfDifference),
  ...outputs.map(sampleOfOutput),
];

/** A difference as an equation to learn from. */
export const sampleOfDifference = ({ session, model, source, tokens, added }: BilledDifference): DifferenceSample => ({
  session,
  model,
  source,
  tokens,
  of: 'growth',
  ...sizesIn(added),
});

/** An output as an equation to learn from. */
export const sampleOfOutput = ({ session, model, source, tokens, segments }: BilledOutput): DifferenceSample => ({
  session,
  model,
  source,
  tokens,
  of: 'output',
  ...sizesIn(segments),
});

function sizesIn(segments: readonly Segment[]): Pick<DifferenceSample, 'stated' | 'features'> {
  const features = new Float64Array(featureCount);
  let stated = 0;
  for (const segment of segments) {
    if (segment.statedTokens === undefined) addFeatures(segment, features);
    else stated += segment.statedTokens;
  }
  return { stated, features };
}
