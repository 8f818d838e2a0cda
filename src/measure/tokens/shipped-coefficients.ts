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
        1.673, 0.5031, 5.0881, 0.5799, 0, 1.2381, 0.3252, 0.2326, 0.001, 0, 0.0768, 1.8859, 1.6859, 3.428, 73.3552, 20.4449, 0, 2.3495,
        23.6972, 753.893,
      ],
      unseenPerCall: 310.2,
      learnedFrom: 138,
      home: 'claude-code',
    },
    {
      name: 'claude in pi',
      prefixes: ['claude', 'anthropic'],
      coefficients: [
        0.7572, 1.3052, 1.6125, 0.0832, 1.4783, 0.9288, 0.4988, 0.2666, 0.0668, 1.159, 0.0362, 1.0539, 0.7736, 1.0629, 56.0037, 12.0034,
        3.3798, 6.6986, 15, 700,
      ],
      unseenPerCall: -19.3,
      learnedFrom: 1743,
      sources: ['pi'],
      home: 'pi',
    },
    {
      name: 'claude',
      prefixes: ['claude', 'anthropic'],
      coefficients: [
        0.9474, 1.0463, 1.234, 0.4175, 1.2058, 0.6815, 0.2716, 0.6784, 0, 0.9597, 0.1224, 1.1089, 0.8867, 2.3926, 51.3073, 27.5085, 18.47,
        1.5846, 15, 700,
      ],
      unseenPerCall: 77.3,
      learnedFrom: 1376,
      home: 'claude-code',
    },
    {
      name: 'o200k',
      prefixes: [''],
      coefficients: [
        1.1846, 1.3306, 0.1689, 0.545, 0.5309, 1.3013, 0.1796, 1.3479, 0.0034, 0.481, 0.2437, 0.239, 0.0959, 1.6309, 5.7533, 22.2389, 16,
        2.7067, 15, 700,
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
      unseenPerCall: 74.4,
    },
    {
      model: 'claude-opus-4-1-20250805',
      differences: 8,
      unseenPerCall: 81.7,
    },
    {
      model: 'claude-opus-4-20250514',
      differences: 54,
      unseenPerCall: 6.2,
    },
    {
      model: 'claude-opus-4-5',
      differences: 453,
      unseenPerCall: -24.5,
    },
    {
      model: 'claude-opus-4-5-20251101',
      differences: 185,
      unseenPerCall: 86.3,
    },
    {
      model: 'claude-opus-4-6',
      differences: 125,
      unseenPerCall: 46.4,
    },
    {
      model: 'claude-opus-4-7',
      differences: 74,
      unseenPerCall: 310.2,
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
      unseenPerCall: 74.3,
    },
    {
      model: 'gpt-5.3-codex-spark',
      differences: 6,
      unseenPerCall: 4.5,
    },
    {
      model: 'gpt-5.5',
      differences: 220,
      unseenPerCall: 3.6,
    },
  ],
};
