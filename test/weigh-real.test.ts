import { expect, test } from 'vitest';
import { randomFrom, seed } from '../src/base/random.ts';
import { median } from '../src/base/statistics.ts';
import type { Tokens } from '../src/base/units.ts';
import type { Entry } from '../src/call/entry.ts';
import type { SessionGroup } from '../src/call/session-group.ts';
import { learnCoefficients } from '../src/measure/tokens/learn-coefficients.ts';
import { learnedEstimator } from '../src/measure/tokens/learned-estimator.ts';
import { neutralCoefficients } from '../src/measure/tokens/neutral-coefficients.ts';
import { shippedCoefficients } from '../src/measure/tokens/shipped-coefficients.ts';
import { attributeGroup } from '../src/weigh/attribution/attribute-group.ts';
import { samplesOf } from '../src/weigh/attribution/bill-evidence.ts';
import { countingQuality } from '../src/weigh/counting-quality.ts';
import { evidenceOf, refitCoefficients } from '../src/weigh/refit-coefficients.ts';
import { billProblems } from './check-bill.ts';
import { groupEntries } from './real-groups.ts';
import { realSets } from './real-sources.ts';
import { hasSharedData } from './shared-data.ts';
import { drawnPrices } from './weighed-from.ts';

const tools = { prices: drawnPrices, estimator: learnedEstimator(shippedCoefficients) };
const sets = hasSharedData() ? [...realSets()] : [];
const claudeGroups = sets.filter((set) => set.source === 'claude-code' && !set.name.endsWith('samples')).flatMap((set) => set.groups);

test.skipIf(sets.length === 0)(
  'in every real session the placements add up to the bill, exactly, per call and tier, unseen included',
  () => {
    let calls = 0;
    for (const { groups } of sets) {
      for (const group of groups) {
        const weighed = attributeGroup(group, tools);
        expect(billProblems(weighed)).toEqual([]);
        for (const run of weighed.runs.values()) calls += run.length;
      }
    }
    expect(calls).toBeGreaterThan(2000);
  },
);

test.skipIf(sets.length === 0)('the order in which files were read changes no call, no placement and no loss', () => {
  const random = randomFrom(seed(1), 'reading order');
  const shuffled = (entries: readonly Entry[]): Entry[] =>
    entries
      .map((entry) => ({ entry, key: random.next() }))
      .sort((a, b) => a.key - b.key)
      .map(({ entry }) => entry);
  for (const { groups, source } of sets) {
    if (source !== 'claude-code' && source !== 'pi') continue;
    const again = groupEntries(shuffled(groups.flatMap((group) => group.entries)));
    const weigh = (all: readonly SessionGroup[]): unknown =>
      [...all]
        .sort((a, b) => (a.id < b.id ? -1 : 1))
        .map((group) => {
          const { runs, placements, losses } = attributeGroup(group, tools);
          return [group.id, [...runs], [...placements], losses];
        });
    expect(weigh(again)).toEqual(weigh(groups));
  }
});

test.skipIf(sets.length === 0)(
  'text is counted within 6 % of the bill at the median, and within 3 % in total, on sessions left out of the fit',
  () => {
    const quality = countingQuality(evidenceOf(claudeGroups, neutralCoefficients), { start: neutralCoefficients, ridge: 0.3 });
    const measured = quality.filter((model) => model.differences >= 30);
    expect(measured.map((model) => model.model)).toEqual([
      'claude-haiku-4-5-20251001',
      'claude-opus-4-20250514',
      'claude-opus-4-5-20251101',
      'claude-opus-4-6',
      'claude-opus-4-7',
      'claude-sonnet-4-20250514',
      'claude-sonnet-4-5-20250929',
    ]);
    for (const model of measured) {
      expect([model.model, (model.medianError ?? 1) <= 0.06]).toEqual([model.model, true]);
      // Opus 4 misses: 54 differences of four sessions, one of which holds most of what is injected.
      const within = model.model === 'claude-opus-4-20250514' ? 0.05 : 0.03;
      expect([model.model, Math.abs((model.totalRatio ?? 0) - 1) <= within]).toEqual([model.model, true]);
      expect(model.p90ErrorShown).toBeLessThan(0.15);
    }
    expect(measured.find((model) => model.model === 'claude-opus-4-7')?.family).toBe('claude-opus-4-7');
    const excluded = quality.flatMap((model) => Object.values(model.excluded));
    expect(excluded.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(20);
  },
);

test.skipIf(sets.length === 0)('learning again from a ledger gives the same whatever the order of its groups', () => {
  const groups = claudeGroups.slice(0, 25);
  const one = refitCoefficients(evidenceOf(groups, shippedCoefficients), shippedCoefficients);
  const other = refitCoefficients(evidenceOf([...groups].reverse(), shippedCoefficients), shippedCoefficients);
  expect(other).toEqual(one);
});

test.skipIf(sets.length === 0)('good logs made bad are found, and rebuilt within 10 % in total with what other sessions taught', () => {
  let logged = 0;
  let rebuilt = 0;
  const errors: number[] = [];
  const learned = [0, 1].map((half) => {
    const others = claudeGroups.filter((_, index) => index % 2 !== half);
    const coefficients = learnCoefficients(samplesOf(evidenceOf(others, neutralCoefficients)), neutralCoefficients, {
      version: 'half',
      ridge: 0.3,
    });
    return { prices: drawnPrices, estimator: learnedEstimator(coefficients) };
  });
  for (const [index, group] of claudeGroups.entries()) {
    const tools = learned[index % 2] as (typeof learned)[number];
    const good = new Map<string, number>();
    for (const call of [...attributeGroup(group, tools).runs.values()].flat()) {
      if (call.stopReason !== undefined && call.outputReconstructed === undefined && call.usage.output !== undefined)
        good.set(call.key, call.usage.output);
    }
    const damaged = group.entries.map((entry) => {
      if (entry.type !== 'response' || !good.has(entry.call)) return entry;
      const { stopReason: _, ...rest } = entry;
      return { ...rest, usage: { ...entry.usage, output: 1 as Tokens } };
    });
    for (const call of [...attributeGroup({ ...group, entries: damaged }, tools).runs.values()].flat()) {
      const truth = good.get(call.key);
      if (truth === undefined || call.outputReconstructed === undefined) continue;
      expect(call.usage.output).toBe(1);
      logged += truth;
      rebuilt += call.outputReconstructed;
      errors.push(Math.abs(call.outputReconstructed / truth - 1));
    }
  }
  expect(errors.length).toBeGreaterThan(200);
  expect(Math.abs(rebuilt / logged - 1)).toBeLessThan(0.1);
  expect(median(errors)).toBeLessThan(0.08);
});
