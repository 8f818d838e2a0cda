import type { TokenCoefficients } from './token-coefficients.ts';

// Written by tools/fit-tokens.ts from 3483 equations between bills and text; how: docs/counting.md.
// Order of the coefficients: shortWords, middleWords, longWords, longWordSteps, caseJoints, digitRuns, digits, spaceRuns, spaceRunExtra, newlines, punctuation, punctuationRuns, nonAscii, wide, toolCalls, toolResults, reasoningBlocks, inputTexts, hiddenCharacters, hiddenSchemas.

export const shippedCoefficients: TokenCoefficients = {
  version: 'shipped-1',
  families: [
    {
      name: 'claude-4.7',
      prefixes: ['claude-opus-4-7', 'claude-opus-4-8', 'claude-opus-5', 'claude-sonnet-5', 'claude-haiku-5'],
      coefficients: [
        1.6736, 0.5015, 5.0894, 0.5805, 0, 1.2384, 0.3249, 0.2298, 0.001, 0, 0.0765, 1.8872, 1.6862, 3.4273, 73.3676, 20.4225, 0, 2.3359,
        23.7056, 753.9054,
      ],
      unseenPerCall: 310.1,
      learnedFrom: 138,
      home: 'claude-code',
    },
    {
      name: 'claude in pi',
      prefixes: ['claude', 'anthropic'],
      coefficients: [
        0.7576, 1.3051, 1.6203, 0.0821, 1.4754, 0.9274, 0.4994, 0.2661, 0.0669, 1.1591, 0.036, 1.0537, 0.7766, 1.0629, 56.0019, 11.9958,
        3.3997, 6.6854, 15, 700,
      ],
      unseenPerCall: -19.4,
      learnedFrom: 1743,
      sources: ['pi'],
      home: 'pi',
    },
    {
      name: 'claude',
      prefixes: ['claude', 'anthropic'],
      coefficients: [
        0.9473, 1.0465, 1.2341, 0.4173, 1.2056, 0.6813, 0.2716, 0.6796, 0, 0.9591, 0.1225, 1.1086, 0.8851, 2.3919, 51.2805, 27.5296, 18.488,
        1.5758, 15, 700,
      ],
      unseenPerCall: 77.4,
      learnedFrom: 1376,
      home: 'claude-code',
    },
    {
      name: 'o200k',
      prefixes: [''],
      coefficients: [
        1.1849, 1.3303, 0.1686, 0.5453, 0.5311, 1.3024, 0.179, 1.348, 0.0034, 0.4811, 0.2426, 0.2404, 0.0959, 1.6319, 7.155, 20.8543, 16,
        2.6258, 15, 700,
      ],
      unseenPerCall: 3.6,
      learnedFrom: 226,
      home: 'codex',
    },
  ],
  models: [
    {
      model: 'claude-haiku-4-5-20251001',
      differences: 35,
      unseenPerCall: 74.9,
    },
    {
      model: 'claude-opus-4-1-20250805',
      differences: 8,
      unseenPerCall: 81.8,
    },
    {
      model: 'claude-opus-4-20250514',
      differences: 54,
      unseenPerCall: 6.2,
    },
    {
      model: 'claude-opus-4-5',
      differences: 453,
      unseenPerCall: -24.6,
    },
    {
      model: 'claude-opus-4-5-20251101',
      differences: 185,
      unseenPerCall: 86.4,
    },
    {
      model: 'claude-opus-4-6',
      differences: 125,
      unseenPerCall: 46.5,
    },
    {
      model: 'claude-opus-4-7',
      differences: 74,
      unseenPerCall: 310.1,
    },
    {
      model: 'claude-sonnet-4-20250514',
      differences: 361,
      unseenPerCall: 98.3,
    },
    {
      model: 'claude-sonnet-4-5',
      differences: 415,
      unseenPerCall: -13.6,
    },
    {
      model: 'claude-sonnet-4-5-20250929',
      differences: 346,
      unseenPerCall: 74.4,
    },
    {
      model: 'gpt-5.3-codex-spark',
      differences: 6,
      unseenPerCall: 4.5,
    },
    {
      model: 'gpt-5.5',
      differences: 220,
      unseenPerCall: 3.5,
    },
  ],
};
