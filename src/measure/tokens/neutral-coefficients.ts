import { featureNames, type FeatureName } from './segment-features.ts';
import type { TokenCoefficients } from './token-coefficients.ts';

/** Round guesses that owe nothing to any bill: where learning starts when nothing has been learned. */
const guesses: Readonly<Record<FeatureName, number>> = {
  shortWords: 1,
  middleWords: 1.2,
  longWords: 1.8,
  longWordSteps: 0.9,
  caseJoints: 0.3,
  digitRuns: 0.5,
  digits: 0.4,
  spaceRuns: 0.6,
  spaceRunExtra: 0.05,
  newlines: 0.7,
  punctuation: 0.5,
  punctuationRuns: 0.4,
  nonAscii: 0.8,
  wide: 1.2,
  toolCalls: 60,
  toolResults: 20,
  reasoningBlocks: 16,
  inputTexts: 8,
  hiddenCharacters: 15,
  hiddenSchemas: 700,
};

export const neutralCoefficients: TokenCoefficients = {
  version: 'neutral',
  families: [{ name: 'any', prefixes: [''], coefficients: featureNames.map((name) => guesses[name]), unseenPerCall: 0, learnedFrom: 0 }],
  models: [],
};
