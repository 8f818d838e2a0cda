import type { EvidenceSource } from '../case/case.ts';
import type { LinkedCase, LinkedInput } from '../case/linked-case.ts';
import { quantileOf } from '../distribution/distribution.ts';
import { toBase } from '../unit/unit.ts';

/** A row's number as an interval in base units, for comparing rows. */
export interface Figure {
  readonly row: EvidenceSource;
  readonly input: LinkedInput;
  readonly low: number;
  readonly middle: number;
  readonly high: number;
}

export function figureOf(linked: LinkedCase, id: string): Figure | undefined {
  const input = linked.inputs.get(id);
  if (input?.row === undefined) return undefined;
  const at = (probability: number): number => toBase(input.unit, quantileOf(input.distribution, probability));
  return { row: input.row, input, low: at(0.05), middle: at(0.5), high: at(0.95) };
}

/** True if two intervals touch, each widened by a share of its middle. */
export function overlap(
  left: Pick<Figure, 'low' | 'high' | 'middle'>,
  right: Pick<Figure, 'low' | 'high' | 'middle'>,
  widen = 0.05,
): boolean {
  const slack = widen * Math.max(Math.abs(left.middle), Math.abs(right.middle));
  return left.low - slack <= right.high && right.low - slack <= left.high;
}

/** The power of ten by which two values differ, if they differ by one within 3 %. */
export function slippedPower(left: number, right: number): number | undefined {
  const ratio = Math.log10(Math.abs(left / right));
  const power = Math.round(ratio);
  return power !== 0 && Math.abs(ratio - power) < Math.log10(1.03) ? power : undefined;
}
