import { usd, type Usd } from './units.ts';

/**
 * Dollars to a billionth. Sums of doubles differ in their last digits with the order in which they are added, and a
 * database adds in any order: rounded, the same question has the same answer to the last digit.
 */
export const roundedUsd = (value: number): Usd => usd(Math.round(value * 1e9) / 1e9);
