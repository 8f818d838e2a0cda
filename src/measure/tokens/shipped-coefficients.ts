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
        1.6756, 0.502, 5.0391, 0.6153, 0, 1.2423, 0.3232, 0.2311, 0.0009, 0, 0.0761, 1.8887, 1.6747, 3.4182, 73.3783, 20.4363, 0, 3.1404,
        23.6974, 753.9006,
      ],
      unseenPerCall: 310,
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
        0.9552, 1.0493, 1.2087, 0.4314, 1.2049, 0.6859, 0.2694, 0.6775, 0, 0.9597, 0.1233, 1.1045, 0.8816, 2.3878, 52.0689, 26.1516,
        17.7328, 2.0987, 15, 700,
      ],
      unseenPerCall: 78.2,
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
      unseenPerCall: 75.5,
    },
    {
      model: 'claude-opus-4-1-20250805',
      differences: 8,
      unseenPerCall: 82.3,
    },
    {
      model: 'claude-opus-4-20250514',
      differences: 54,
      unseenPerCall: 6.3,
    },
    {
      model: 'claude-opus-4-5',
      differences: 453,
      unseenPerCall: -24.6,
    },
    {
      model: 'claude-opus-4-5-20251101',
      differences: 185,
      unseenPerCall: 86.8,
    },
    {
      model: 'claude-opus-4-6',
      differences: 125,
      unseenPerCall: 47.5,
    },
    {
      model: 'claude-opus-4-7',
      differences: 74,
      unseenPerCall: 310,
    },
    {
      model: 'claude-sonnet-4-20250514',
      differences: 361,
      unseenPerCall: 99,
    },
    {
      model: 'claude-sonnet-4-5',
      differences: 415,
      unseenPerCall: -13.6,
    },
    {
      model: 'claude-sonnet-4-5-20250929',
      differences: 346,
      unseenPerCall: 75.8,
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
