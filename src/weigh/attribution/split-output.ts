import { largestRemainder } from '../../base/largest-remainder.ts';
import type { Segment } from '../../call/segment.ts';
import { noneOf, type SplitDifference } from './split-difference.ts';

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
  const visible: number[] = [];
  const hidden: number[] = [];
  let seen = 0;
  let hiddenLength = 0;
  for (let index = 0; index < segments.length; index++) {
    const segment = segments[index] as Segment;
    const isSeen = !isHidden(segment);
    visible.push(isSeen ? (estimates[index] ?? 0) : 0);
    hidden.push(isSeen ? 0 : (segment.hiddenCharacters ?? 1));
    seen += visible[index] as number;
    hiddenLength += hidden[index] as number;
  }
  if (hiddenLength === 0) {
    if (seen === 0) return { sizes: noneOf(segments), unseen: output };
    if (stated === undefined || stated === 0) return { sizes: largestRemainder(output, visible), unseen: 0 };
    const rest = output - Math.min(stated, output);
    return { sizes: largestRemainder(rest, visible), unseen: output - rest };
  }
  const forVisible = Math.min(output, stated === undefined ? Math.round(seen) : output - Math.min(stated, output));
  if (seen === 0) return { sizes: largestRemainder(output, hidden), unseen: 0 };
  const visibleSizes = largestRemainder(forVisible, visible);
  const sizes = largestRemainder(output - forVisible, hidden).map((size, index) => size + (visibleSizes[index] as number));
  return { sizes, unseen: 0 };
}
