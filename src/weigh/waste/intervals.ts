import type { CarriedSegment } from './waste-view.ts';

/** Index of the first of some intervals, sorted and apart from each other, that reaches a point or lies behind it. */
export function firstReaching(intervals: readonly { readonly to: number }[], point: number): number {
  let low = 0;
  let high = intervals.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((intervals[middle] as { to: number }).to < point) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The first row of a segment's placements that reaches a call or lies behind it; its `end` where there is none. */
export const firstRowReaching = ({ placements, start, end }: CarriedSegment, call: number): number =>
  firstFrom(placements.to, call, start, end);

/** Index of the first of some numbers, sorted between two indexes, that is at least `least`; the second index if none is. */
export function firstFrom(sorted: readonly number[], least: number, start = 0, end = sorted.length): number {
  let low = start;
  let high = end;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}
