/** How a claim stands under its rule. The middle word says that nothing decides, and which number is missing. */
export type VerdictWord =
  | 'true'
  | 'very likely true'
  | 'likely true'
  | 'cannot tell'
  | 'likely false'
  | 'very likely false'
  | 'false'
  | 'depends on the definition';

/** Words by probability that the rule is met; `least` is the lower end of each band. Mirrored below one half. */
export const verdictTable = [
  { least: 0.99, word: 'true', mirrored: 'false' },
  { least: 0.9, word: 'very likely true', mirrored: 'very likely false' },
  { least: 0.66, word: 'likely true', mirrored: 'likely false' },
] as const satisfies readonly { least: number; word: VerdictWord; mirrored: VerdictWord }[];

/** Steps of certainty: 0 cannot tell, 1 likely, 2 very likely, 3 true; negative for false. */
export type Certainty = -3 | -2 | -1 | 0 | 1 | 2 | 3;

const words: Readonly<Record<Certainty, VerdictWord>> = {
  [-3]: 'false',
  [-2]: 'very likely false',
  [-1]: 'likely false',
  0: 'cannot tell',
  1: 'likely true',
  2: 'very likely true',
  3: 'true',
};

export const wordOf = (certainty: Certainty): VerdictWord => words[certainty];

/**
 * Certainty of a probability that was estimated from `samples` draws. The estimate is first moved two standard errors
 * towards one half, so that chance never rounds a verdict up. The standard error of 0 or 1 is taken by the rule of three.
 */
export function certaintyOf(probability: number, samples: number): Certainty {
  const error = Math.max(Math.sqrt((probability * (1 - probability)) / samples), 1.5 / samples);
  const side = probability >= 0.5 ? 1 : -1;
  const sure = (side === 1 ? probability : 1 - probability) - 2 * error;
  const step = verdictTable.findIndex(({ least }) => sure >= least);
  return (step === -1 ? 0 : side * (verdictTable.length - step)) as Certainty;
}

/** No further from "cannot tell" than `most` steps. */
export function cappedCertainty(certainty: Certainty, most: number): Certainty {
  return (Math.sign(certainty) * Math.min(Math.abs(certainty), most)) as Certainty;
}
