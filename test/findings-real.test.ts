import { describe, expect, test } from 'vitest';
import { inputOf } from '../src/call/usage.ts';
import { learnedEstimator } from '../src/measure/tokens/learned-estimator.ts';
import { shippedCoefficients } from '../src/measure/tokens/shipped-coefficients.ts';
import { attributeGroup } from '../src/weigh/attribution/attribute-group.ts';
import { priceBook } from '../src/weigh/prices/list-price-book.ts';
import { findWaste } from '../src/weigh/waste/find-waste.ts';
import type { WeighedGroup } from '../src/weigh/weighed-group.ts';
import { realSets } from './real-sources.ts';
import { hasSharedData } from './shared-data.ts';

const tools = { prices: priceBook(), estimator: learnedEstimator(shippedCoefficients) };

/** Adds tokens in every call of an interval, by run, segment and call. */
function spread(
  sums: Map<string, Float64Array>,
  name: string,
  calls: number,
  { from, to, tokens }: { from: number; to: number; tokens: number },
): void {
  let sum = sums.get(name);
  if (sum === undefined) sums.set(name, (sum = new Float64Array(calls)));
  for (let call = from; call <= to; call++) (sum[call] as number) += tokens;
}

/** Segments of which more is claimed in some call than stands there. */
function overclaimed(weighed: WeighedGroup): string[] {
  const held = new Map<string, Float64Array>();
  for (const placement of [...weighed.placements.values()].flat()) {
    spread(held, `${placement.run} ${placement.segment}`, weighed.runs.get(placement.run)?.length ?? 0, placement);
  }
  const claimed = new Map<string, Float64Array>();
  for (const claim of findWaste(weighed).flatMap((finding) => finding.claims)) {
    spread(claimed, `${claim.run} ${claim.segment}`, weighed.runs.get(claim.run)?.length ?? 0, claim);
  }
  return [...claimed].filter(([name, sums]) => sums.some((sum, call) => sum > (held.get(name)?.[call] ?? 0))).map(([name]) => name);
}

describe.skipIf(!hasSharedData())('findings over real transcripts', () => {
  const all = Array.from(realSets()).flatMap(({ groups }) => groups.map((group) => attributeGroup(group, tools)));

  test('no token of a call belongs to two findings', () => {
    expect(all.flatMap(overclaimed)).toEqual([]);
  });

  test('a session never saves more than it was billed, in tokens or in dollars', () => {
    const wrong = all.flatMap((weighed) => {
      const findings = findWaste(weighed);
      return weighed.group.sessions.filter((session) => {
        const calls = [...weighed.runs.values()].flat().filter((call) => call.session === session);
        const own = findings.filter((finding) => finding.session === session);
        const billed = calls.reduce(
          (sum, call) => sum + (inputOf(call.usage) ?? 0) + (call.outputReconstructed ?? call.usage.output ?? 0),
          0,
        );
        const usd = calls.reduce((sum, call) => sum + (call.price.reconstructed ?? 0), 0);
        const savedTokens = own.reduce((sum, finding) => sum + finding.tokens, 0);
        const savedUsd = own.reduce((sum, finding) => sum + (finding.usd ?? 0), 0);
        return savedTokens > billed || savedUsd > usd + 1e-9;
      });
    });
    expect(wrong).toEqual([]);
  });

  test('every finding rests on a call or a segment of its group, has a fix, and a name of its own', () => {
    for (const weighed of all) {
      const findings = findWaste(weighed);
      const keys = new Set([...weighed.runs.values()].flat().map((call) => call.key));
      expect(new Set(findings.map((finding) => finding.id)).size).toBe(findings.length);
      for (const finding of findings) {
        expect(finding.calls.length).toBeGreaterThan(0);
        expect(finding.calls.filter((key) => !keys.has(key))).toEqual([]);
        expect(finding.segments.filter((id) => !weighed.placements.has(id))).toEqual([]);
        expect(finding.fix).not.toBe('');
        expect(finding.title).not.toMatch(/undefined|NaN/);
        expect(finding.title.length, finding.title).toBeLessThan(140);
      }
    }
  });
});
