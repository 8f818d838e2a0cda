import type { Segment } from '../../call/segment.ts';
import type { SourceName } from '../../call/source-name.ts';
import { estimateSegment } from './segment-features.ts';
import { familyOf, type TokenCoefficients, type TokenizerFamily } from './token-coefficients.ts';
import type { TokenEstimator } from './token-estimator.ts';

/** Pixels to a token of an image (docs.claude.com, Vision: width * height / 750; larger ones are scaled down to 1,568 on a side). */
const pixelsPerToken = 750;
const longestSide = 1568;

function imageTokens(width: number, height: number): number {
  const scale = Math.min(1, longestSide / Math.max(width, height));
  return (width * height * scale * scale) / pixelsPerToken;
}

/** Estimates by coefficients learned from bills, or takes what a source states of the very segment. */
export function learnedEstimator(coefficients: TokenCoefficients): TokenEstimator {
  const known = new Map<string | undefined, Map<SourceName | undefined, TokenizerFamily>>();
  const familyFor = (model: string | undefined, source: SourceName | undefined): TokenizerFamily => {
    let bySource = known.get(model);
    if (bySource === undefined) known.set(model, (bySource = new Map()));
    let family = bySource.get(source);
    if (family === undefined) bySource.set(source, (family = familyOf(coefficients, model, source)));
    return family;
  };
  return {
    version: coefficients.version,
    familyOf: (model, source) => familyFor(model, source).name,
    estimate(segment: Segment, model: string | undefined, source?: SourceName): number | undefined {
      if (segment.statedTokens !== undefined) return segment.statedTokens;
      if (segment.kind === 'image') return segment.image === undefined ? undefined : imageTokens(segment.image.width, segment.image.height);
      if (segment.text === undefined && segment.hiddenCharacters === undefined && segment.kind !== 'tools') return undefined;
      return estimateSegment(segment, familyFor(model, source).coefficients);
    },
  };
}
