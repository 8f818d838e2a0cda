/*
 * Processor time and allocation of weighing groups that are already in memory: no reading, no storage.
 *   npx tsx bench/weigh-groups.ts FOLDER [ROUNDS]
 * FOLDER holds Claude Code transcripts. The last line tells what was allocated, by sampling, in a round of its own.
 */
import { Session } from 'node:inspector/promises';
import { assertExists } from '../src/base/assert.ts';
import type { SessionGroup } from '../src/call/session-group.ts';
import type { Weighing } from '../src/call/weighing.ts';
import { rollUp } from '../src/ledger/rollup.ts';
import { claudeCode } from '../src/measure/sources/claude-code.ts';
import { learnedEstimator } from '../src/measure/tokens/learned-estimator.ts';
import { shippedCoefficients } from '../src/measure/tokens/shipped-coefficients.ts';
import { attributeGroup } from '../src/weigh/attribution/attribute-group.ts';
import { priceBook } from '../src/weigh/prices/list-price-book.ts';
import { findWaste } from '../src/weigh/waste/find-waste.ts';
import { weighGroup } from '../src/weigh/weigh-group.ts';
import { groupEntries, readEntries } from '../test/real-groups.ts';

function processorSeconds(act: () => void): number {
  const before = process.cpuUsage();
  act();
  const spent = process.cpuUsage(before);
  return (spent.user + spent.system) / 1e6;
}

interface SampledNode {
  readonly selfSize: number;
  readonly children: readonly SampledNode[];
}

const sizeOf = (node: SampledNode): number => node.children.reduce((sum, child) => sum + sizeOf(child), node.selfSize);

async function allocatedMegabytes(act: () => void): Promise<number> {
  const inspector = new Session();
  inspector.connect();
  await inspector.post('HeapProfiler.startSampling', {
    samplingInterval: 16_384,
    includeObjectsCollectedByMajorGC: true,
    includeObjectsCollectedByMinorGC: true,
  });
  act();
  const { profile } = await inspector.post('HeapProfiler.stopSampling');
  inspector.disconnect();
  return sizeOf(profile.head) / 1e6;
}

const folder = assertExists(process.argv[2], 'usage: weigh-groups.ts FOLDER [ROUNDS]');
const rounds = Number(process.argv[3] ?? 5);
const groups = groupEntries(readEntries(claudeCode, folder));
const tools = { prices: priceBook(), estimator: learnedEstimator(shippedCoefficients) };

function eachGroup(act: (group: SessionGroup) => void): () => void {
  return () => {
    for (const group of groups) act(group);
  };
}

const totals = { calls: 0, placements: 0, findings: 0, claims: 0 };
const count = ({ calls, placements, findings }: Weighing): void => {
  totals.calls += calls.length;
  totals.placements += placements.length;
  totals.findings += findings.length;
  for (const { claims } of findings) totals.claims += claims.length;
};
const weigh = (group: SessionGroup): void => void rollUp(weighGroup(group, tools));

const cold = processorSeconds(eachGroup(weigh));
eachGroup((group) => count(weighGroup(group, tools)))();
process.stdout.write(
  `${groups.length} groups, ${totals.calls} calls, ${totals.placements} placements, ${totals.findings} findings, ${totals.claims} claims\n` +
    `first round: ${cold.toFixed(2)} CPU-s\n`,
);
const steps: readonly (readonly [string, (group: SessionGroup) => void])[] = [
  ['all', weigh],
  ['attribution', (group) => void attributeGroup(group, tools)],
  ['attribution and waste', (group) => void findWaste(attributeGroup(group, tools))],
];
for (const [name, step] of steps) {
  const spent = Array.from({ length: rounds }, () => processorSeconds(eachGroup(step)));
  const mean = spent.reduce((sum, seconds) => sum + seconds, 0) / rounds;
  process.stdout.write(`${name}: ${mean.toFixed(3)} CPU-s a round, ${Math.min(...spent).toFixed(3)} at best of ${rounds}\n`);
}
process.stdout.write(`allocated: ${(await allocatedMegabytes(eachGroup(weigh))).toFixed(0)} MB\n`);
