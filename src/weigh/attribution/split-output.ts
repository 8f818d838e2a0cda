import { largestRemainder } from '../../base/largest-remainder.ts';
import type { Segment } from '../../call/segment.ts';
import type { SplitDifference } from './split-difference.ts';

const isHidden = (segment: Segment): boolean => segment.kind === 'reasoning' && segment.text === undefined;

/**
 * Splits the output of a response over its segments. Hidden reasoning is what the visible ones leave, by length of
 * signature; where nothing is hidden, all scale to the output. `stated` is the reasoning where the source states it.
 */
export function splitOutput(
  output: number,
  segments: readonly Segment[],
  estimates: readonly (number | undefined)[],
  stated: number | undefined,
): SplitDifference {
  if (segments.length === 0) return { sizes: [], unseen: output };
  const visible = segments.map((segment, index) => (isHidden(segment) ? 0 : (estimates[index] ?? 0)));
  const seen = visible.reduce((sum, size) => sum + size, 0);
  const hidden = segments.map((segment) => (isHidden(segment) ? (segment.hiddenCharacters ?? 1) : 0));
  const hiddenLength = hidden.reduce((sum, size) => sum + size, 0);
  if (hiddenLength === 0) {
    if (seen === 0) return { sizes: segments.map(() => 0), unseen: output };
    if (stated === undefined || stated === 0) return { sizes: largestRemainder(output, visible), unseen: 0 };
    const rest = output - Math.min(stated, output);
    return { sizes: largestRemainder(rest, visible), unseen: output - rest };
  }
  const forVisible = Math.min(output, stated === undefined ? Math.round(seen) : output - Math.min(stated, output));
  const visibleSizes = seen === 0 ? visible : largestRemainder(forVisible, visible);
  const hiddenSizes = largestRemainder(output - (seen === 0 ? 0 : forVisible), hidden);
  return { sizes: segments.map((_, index) => (visibleSizes[index] as number) + (hiddenSizes[index] as number)), unseen: 0 };
}
