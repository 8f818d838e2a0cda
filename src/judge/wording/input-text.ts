import type { LinkedInput } from '../case/linked-case.ts';
import { quantileOf } from '../distribution/distribution.ts';
import { rangeText } from './value-text.ts';

/** The value of an input as a person reads it: the figure the source names, or the median, with the 90 % interval. */
export function inputText({ distribution, unit, row, from }: LinkedInput): string {
  const at = (probability: number): number => quantileOf(distribution, probability);
  const stated = from === 'evidence' ? row?.best : undefined;
  return rangeText({ low: at(0.05), best: stated ?? at(0.5), high: at(0.95), unit: unit.text }, 3);
}
