import type { ContentHash } from '../../base/content-hash.ts';
import type { Segment } from '../../call/segment.ts';
import type { SourceName } from '../../call/source-name.ts';
import { wrapperTokens } from './segment-features.ts';
import { familyOf, type TokenCoefficients } from './token-coefficients.ts';
import { learnedEstimator } from './learned-estimator.ts';
import type { TokenEstimator } from './token-estimator.ts';

/** Counts with the provider's own tokenizer. */
export interface ExactCounter {
  readonly encoding: string;
  count(text: string): number;
}

/** Models whose published tokenizer is o200k: everything OpenAI has served since GPT-4o (tiktoken, model.py). */
export const hasPublishedTokenizer = (model: string | undefined): boolean =>
  model !== undefined && /^(?:openai\/)?(?:gpt-(?:4o|4\.1|4\.5|[5-9])|o[1-9]|codex|chatgpt-4o)/.test(model);

/**
 * A run without a break costs the tokenizer quadratic time: 50,000 letters take 17 s, cut every 512 characters 12 ms
 * with no error in the count. Runs of spaces are kept below 1,000, where cutting begins to cost tokens.
 */
const longestRun = 512;
const unbroken = new RegExp(`[\\p{L}\\p{M}\\p{N}]{${longestRun}}|[^\\p{L}\\p{M}\\p{N}\\s]{${longestRun}}|\\s{${longestRun}}`, 'gu');

/** Puts text in pieces no longer than {@link longestRun} where it has no break; most texts are one piece. */
export function* piecesOf(text: string): Generator<string> {
  let from = 0;
  if (text.length > longestRun) {
    for (const match of text.matchAll(unbroken)) {
      const end = match.index + match[0].length;
      yield text.slice(from, end);
      from = end;
    }
  }
  if (from < text.length) yield text.slice(from);
}

/** Loads the tables of o200k (0.2 s, 50 MB), so call it only where `--exact` is asked for. */
export async function loadExactCounter(): Promise<ExactCounter> {
  const { countTokens } = await import('gpt-tokenizer/encoding/o200k_base');
  return {
    encoding: 'o200k_base',
    count(text) {
      let sum = 0;
      for (const piece of piecesOf(text)) sum += countTokens(piece, { allowedSpecial: 'all' });
      return sum;
    },
  };
}

/** Counts exactly where a text was counted (by its hash) and the model's tokenizer is published; else estimates. */
export function exactEstimator(
  coefficients: TokenCoefficients,
  counts: ReadonlyMap<ContentHash, number>,
  encoding: string,
): TokenEstimator {
  const learned = learnedEstimator(coefficients);
  return {
    version: `${learned.version}+${encoding}`,
    familyOf: (model, source) => learned.familyOf(model, source),
    estimate(segment: Segment, model: string | undefined, source?: SourceName): number | undefined {
      const count = segment.text === undefined || !hasPublishedTokenizer(model) ? undefined : counts.get(segment.text.hash);
      if (count === undefined || segment.statedTokens !== undefined) return learned.estimate(segment, model, source);
      return count + wrapperTokens(segment, familyOf(coefficients, model, source).coefficients);
    },
  };
}
