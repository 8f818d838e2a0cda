import type { TokenCoefficients } from './token-coefficients.ts';

// Written by tools/fit-tokens.ts from 2282 differences of successive bills; how: docs/counting.md.
// Order of the coefficients: shortWords, middleWords, longWords, longWordSteps, caseJoints, digitRuns, digits, spaceRuns, spaceRunExtra, newlines, punctuation, punctuationRuns, nonAscii, wide, toolCalls, toolResults, reasoningBlocks, inputTexts, hiddenCharacters, hiddenSchemas.

export const shippedCoefficients: TokenCoefficients = {
  version: 'shipped-1',
  families: [
    {
      name: 'claude-4.7',
      prefixes: ['claude-opus-4-7', 'claude-opus-4-8', 'claude-opus-5', 'claude-sonnet-5', 'claude-haiku-5'],
      coefficients: [
        1.6165, 0.4681, 5.4188, 0.6946, 0, 1.005, 0.4614, 0, 0, 0, 0.1388, 1.8599, 0.6404, 3.295, 91.2067, 0, 0, 1.6444, 23.7485, 744.3643,
      ],
      learnedFrom: 74,
      home: 'claude-code',
    },
    {
      name: 'claude in pi',
      prefixes: ['claude', 'anthropic'],
      coefficients: [
        0.2361, 2.1093, 2.3305, 0.1642, 0.8578, 1.3729, 0.5939, 1.1552, 0.0557, 0.817, 0.1521, 0.5477, 0.6781, 0.9389, 40.5767, 29.5407,
        8.6817, 14.3481, 15, 700,
      ],
      learnedFrom: 868,
      sources: ['pi'],
      home: 'pi',
    },
    {
      name: 'claude',
      prefixes: ['claude', 'anthropic'],
      coefficients: [
        1.0128, 1.0132, 1.3962, 0.3649, 1.2411, 0.7711, 0.2433, 0.7298, 0, 1.0581, 0.1125, 1.0515, 0.7487, 2.3149, 78.0944, 0, 19.4999,
        1.1273, 15, 700,
      ],
      learnedFrom: 1114,
      home: 'claude-code',
    },
    {
      name: 'o200k',
      prefixes: [''],
      coefficients: [
        1.1849, 1.3303, 0.1686, 0.5453, 0.5311, 1.3024, 0.179, 1.348, 0.0034, 0.4811, 0.2426, 0.2404, 0.0959, 1.6319, 7.155, 20.8543, 16,
        2.6258, 15, 700,
      ],
      learnedFrom: 226,
      home: 'codex',
    },
  ],
  models: [
    {
      model: 'claude-haiku-4-5-20251001',
      differences: 35,
      unseenPerCall: 90.5,
    },
    {
      model: 'claude-opus-4-1-20250805',
      differences: 8,
      unseenPerCall: 80.5,
    },
    {
      model: 'claude-opus-4-20250514',
      differences: 54,
      unseenPerCall: 10,
    },
    {
      model: 'claude-opus-4-5',
      differences: 453,
      unseenPerCall: -20.2,
    },
    {
      model: 'claude-opus-4-5-20251101',
      differences: 185,
      unseenPerCall: 87.1,
    },
    {
      model: 'claude-opus-4-6',
      differences: 125,
      unseenPerCall: 49.9,
    },
    {
      model: 'claude-opus-4-7',
      differences: 74,
      unseenPerCall: 308.6,
    },
    {
      model: 'claude-sonnet-4-20250514',
      differences: 361,
      unseenPerCall: 101.7,
    },
    {
      model: 'claude-sonnet-4-5',
      differences: 415,
      unseenPerCall: -13.8,
    },
    {
      model: 'claude-sonnet-4-5-20250929',
      differences: 346,
      unseenPerCall: 73.6,
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
