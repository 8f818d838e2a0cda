import { assert, AssertionError } from './assert.ts';

/** Up to here, looking for the largest remainder each time beats sorting them. */
const fewParts = 16;

/*
 * V8 holds whole numbers of 32 bits as they are, and boxes others; an array that holds one of those, and from then on all
 * that are made at the same place, boxes every number that is taken from it. So wide numbers get a place of their own, and
 * a total that comes out of a box (a sum over wide ones) is taken out of it by `trunc`.
 */
const narrow = (): number[] => [];
const wide = (): number[] => [];

/**
 * Splits a whole number over weights so that the parts are whole and add up to it exactly
 * (Hamilton's method: floors first, then one each to the largest remainders, ties to the earlier part).
 * All weights 0: the first part takes all. @throws {AssertionError} without weights, or on a negative one
 */
export function largestRemainder(total: number, weights: ArrayLike<number>): number[] {
  const count = weights.length;
  assert(count > 0, 'nothing to split over');
  let sum = 0;
  for (let index = 0; index < count; index++) {
    const weight = weights[index] as number;
    if (!(weight >= 0)) throw new AssertionError(`weight ${weight} at ${index}`);
    sum += weight;
  }
  const parts = total > 0x7fff_ffff ? wide() : narrow();
  if (count === 1 || sum === 0) {
    for (let index = 0; index < count; index++) parts.push(index === 0 ? Math.trunc(total) : 0);
    return parts;
  }
  const remainders: number[] = [];
  let left = total;
  for (let index = 0; index < count; index++) {
    const exact = (total * (weights[index] as number)) / sum;
    const floor = Math.floor(exact);
    parts.push(floor);
    remainders.push(exact - floor);
    left -= floor;
  }
  if (left <= fewParts) {
    for (let rank = 0; rank < left; rank++) {
      let largest = 0;
      for (let index = 1; index < count; index++) if ((remainders[index] as number) > (remainders[largest] as number)) largest = index;
      (parts[largest] as number)++;
      remainders[largest] = -1;
    }
    return parts;
  }
  const order = Array.from(remainders.keys()).sort((a, b) => (remainders[b] as number) - (remainders[a] as number) || a - b);
  for (let rank = 0; rank < left; rank++) (parts[order[rank % count] as number] as number)++;
  return parts;
}
