import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { claudeCode } from '../src/measure/sources/claude-code.ts';
import { codex } from '../src/measure/sources/codex.ts';
import { pi } from '../src/measure/sources/pi.ts';
import { learnedEstimator } from '../src/measure/tokens/learned-estimator.ts';
import { learnCoefficients } from '../src/measure/tokens/learn-coefficients.ts';
import { neutralCoefficients } from '../src/measure/tokens/neutral-coefficients.ts';
import { featureNames } from '../src/measure/tokens/segment-features.ts';
import type { TokenCoefficients, TokenizerFamily } from '../src/measure/tokens/token-coefficients.ts';
import { samplesOf } from '../src/weigh/attribution/bill-evidence.ts';
import { collectEvidence } from '../src/weigh/attribution/collect-evidence.ts';
import { groupEntries, readEntries } from '../test/real-groups.ts';
import { sharedData } from '../test/shared-data.ts';

// Learns the coefficients that Tare ships with from real transcripts: npx tsx tools/fit-tokens.ts [--print]

const version = 'shipped-1';
const ridge = 0.3;
const target = fileURLToPath(new URL('../src/measure/tokens/shipped-coefficients.ts', import.meta.url));

const neutral = neutralCoefficients.families[0] as TokenizerFamily;
const start: TokenCoefficients = {
  version: 'neutral',
  families: [
    { ...neutral, name: 'claude', prefixes: ['claude', 'anthropic'] },
    { ...neutral, name: 'o200k', prefixes: [''] },
  ],
  models: [],
};

/** Models that are taken to share the tokenizer of one that was measured, until a ledger's own bills say otherwise. */
const alike: Readonly<Record<string, { readonly name: string; readonly prefixes: readonly string[] }>> = {
  'claude-opus-4-7': {
    name: 'claude-4.7',
    prefixes: ['claude-opus-4-7', 'claude-opus-4-8', 'claude-opus-5', 'claude-sonnet-5', 'claude-haiku-5'],
  },
};

const transcripts = join(sharedData, 'transcripts');
const estimator = learnedEstimator(start);
const samples = readdirSync(transcripts).flatMap((set) =>
  (
    [
      [claudeCode, 'claude'],
      [codex, 'codex'],
      [pi, 'pi'],
    ] as const
  ).flatMap(([source, folder]) => {
    const path = join(transcripts, set, folder);
    if (!existsSync(path)) return [];
    return groupEntries(readEntries(source, path)).flatMap((group) => samplesOf(collectEvidence(group, estimator)));
  }),
);
const learned = learnCoefficients(samples, start, { version, ridge });
const families = learned.families.map((family) => ({ ...family, ...alike[family.name] }));

const text = `import type { TokenCoefficients } from './token-coefficients.ts';

// Written by tools/fit-tokens.ts from ${samples.length} equations between bills and text; how: docs/counting.md.
// Order of the coefficients: ${featureNames.join(', ')}.

export const shippedCoefficients: TokenCoefficients = ${JSON.stringify({ version, families, models: learned.models }, null, 2)};
`;
if (process.argv.includes('--print')) process.stdout.write(text);
else {
  writeFileSync(target, text);
  execFileSync('npx', ['oxfmt', target]);
  process.stdout.write(
    `${target}: ${samples.length} equations, ${families.map((family) => `${family.name} ${family.learnedFrom}`).join(', ')}\n`,
  );
}
