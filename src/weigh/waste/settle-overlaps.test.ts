import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { usd, type Tokens } from '../../base/units.ts';
import type { SessionId } from '../../call/entry.ts';
import { findingCauses, type ClaimedTokens } from '../../call/finding.ts';
import type { SegmentId } from '../../call/segment.ts';
import { tiers } from '../../call/tier.ts';
import type { Placement } from '../../call/weighing.ts';
import type { Nomination } from './detector.ts';
import { claimedTokens, toldClaims, type Claim } from './claims.ts';
import { settleOverlaps } from './settle-overlaps.ts';
import { viewGroup, type RunView } from './waste-view.ts';
import { handMadeGroup, handMadeRun as run } from '../../../test/hand-made-group.ts';

const calls = 12;

/** Placements of one segment: one after the other, each at one or two tiers. */
const placementsOf = (segment: SegmentId): fc.Arbitrary<Placement[]> =>
  fc
    .array(
      fc.record({
        gap: fc.nat(2),
        length: fc.integer({ min: 1, max: 4 }),
        sizes: fc.dictionary(fc.constantFrom(...tiers.filter((tier) => tier !== 'output')), fc.integer({ min: 1, max: 90 }), {
          minKeys: 1,
          maxKeys: 2,
        }),
      }),
      { minLength: 1, maxLength: 4 },
    )
    .map((spans) => {
      let at = 0;
      return spans.flatMap(({ gap, length, sizes }) => {
        const from = at + gap;
        at = from + length;
        if (at > calls) return [];
        return Object.entries(sizes).map(([tier, tokens]): Placement => {
          return {
            segment,
            run,
            kind: 'tool-result',
            tier: tier as Placement['tier'],
            from,
            to: at - 1,
            position: 1,
            tokens: tokens as Tokens,
          };
        });
      });
    });

const segments = ['a', 'b', 'c'] as SegmentId[];
/** A nomination whose claims name their segments. */
type Drawn = Omit<Nomination, 'claims'> & { readonly claims: readonly ClaimedTokens[] };

/** Nominations in a run of these placements; what claims a segment that is not there claims nothing. */
function nominated(drawn: readonly Drawn[], placements: readonly Placement[], count: number): Nomination[] {
  const run = viewGroup(handMadeGroup(placements, count)).bySession.get('s' as SessionId)?.[0] as RunView;
  const claimOf = ({ segment, from, to, tokens, effect }: ClaimedTokens): Claim[] =>
    run.segments.filter(({ id }) => id === segment).map((carried) => ({ run, carried, from, to, tokens, effect }));
  return drawn.map((nomination) => ({ ...nomination, claims: nomination.claims.flatMap(claimOf) }));
}

const claim: fc.Arbitrary<ClaimedTokens> = fc
  .record({
    segment: fc.constantFrom(...segments),
    from: fc.nat(calls - 1),
    length: fc.nat(6),
    tokens: fc.integer({ min: 1, max: 120 }),
    effect: fc.constantFrom('removed' as const, 'repriced' as const),
  })
  .map(({ segment, from, length, tokens, effect }) => ({
    segment,
    run,
    from,
    to: Math.min(calls - 1, from + length),
    tokens: tokens as Tokens,
    effect,
  }));
const nominations: fc.Arbitrary<Drawn[]> = fc
  .array(fc.record({ claims: fc.array(claim, { maxLength: 5 }), state: fc.constantFrom('measured' as const, 'suspected' as const) }), {
    maxLength: 6,
  })
  .map((drawn) =>
    drawn.map(({ claims, state }, index) => ({
      cause: findingCauses[index] as Nomination['cause'],
      state,
      session: 's' as SessionId,
      anchor: String(index),
      calls: [],
      segments: [],
      claims,
      editUsd: usd(0),
      title: () => '',
      fix: '',
    })),
  );
const world = fc.tuple(fc.tuple(...segments.map(placementsOf)), nominations);

const byName = (list: ReturnType<typeof settleOverlaps>) =>
  list.map(({ nomination, claims, settled }) => [nomination.anchor, toldClaims(claims), settled]);

const heldAt = (placements: readonly Placement[], { segment }: ClaimedTokens, call: number, withRead: boolean): number =>
  placements
    .filter(
      (placement) =>
        placement.segment === segment && placement.from <= call && placement.to >= call && (withRead || placement.tier !== 'read'),
    )
    .reduce((sum, placement) => sum + placement.tokens, 0);

test('no token of any call is claimed twice, and none that is not there', () => {
  fc.assert(
    fc.property(world, ([drawn, found]) => {
      const placements = drawn.flat();
      const settled = settleOverlaps(nominated(found, placements, calls), () => true);
      const claims = settled.flatMap((one) => toldClaims(one.claims));
      for (let call = 0; call < calls; call++) {
        for (const segment of segments) {
          const here = claims.filter((one) => one.segment === segment && one.from <= call && one.to >= call);
          const sum = here.reduce((total, one) => total + one.tokens, 0);
          if (here[0] !== undefined) expect(sum).toBeLessThanOrEqual(heldAt(placements, here[0], call, true));
        }
      }
      for (const one of claims) {
        expect(one.tokens).toBeGreaterThan(0);
        expect(one.from).toBeLessThanOrEqual(one.to);
        for (let call = one.from; call <= one.to; call++)
          expect(one.tokens).toBeLessThanOrEqual(heldAt(placements, one, call, one.effect === 'removed'));
      }
    }),
    { numRuns: 400, seed: 20261123 },
  );
});

test('a nomination alone gets what it claims, as far as it is there', () => {
  fc.assert(
    fc.property(fc.tuple(...segments.map(placementsOf)), claim, (drawn, one) => {
      const placements = drawn.flat();
      const [base] = fc.sample(
        nominations.filter((list) => list.length > 0),
        { numRuns: 1, seed: 1 },
      );
      const nomination = { ...(base?.[0] as Drawn), claims: [one] };
      const [settled] = settleOverlaps(nominated([nomination], placements, calls), () => true);
      let expected = 0;
      for (let call = one.from; call <= one.to; call++)
        expected += Math.min(one.tokens, heldAt(placements, one, call, one.effect === 'removed'));
      expect(claimedTokens(settled?.claims ?? [])).toBe(expected);
    }),
    { numRuns: 300, seed: 20261123 },
  );
});

test('the order in which detectors report changes nothing', () => {
  fc.assert(
    fc.property(world, fc.infiniteStream(fc.nat()), ([drawn, found], stream) => {
      const given = nominated(found, drawn.flat(), calls);
      const keys = new Map(given.map((nomination) => [nomination, stream.next().value as number]));
      const shuffled = given.toSorted((a, b) => (keys.get(a) as number) - (keys.get(b) as number));
      expect(byName(settleOverlaps(shuffled, () => true))).toEqual(byName(settleOverlaps(given, () => true)));
    }),
    { numRuns: 200, seed: 20261123 },
  );
});

test('measured comes before suspected, and what is refused gives its tokens back', () => {
  const placements: Placement[] = [
    { segment: 'a' as SegmentId, run, kind: 'tool-result', tier: 'write5m', from: 0, to: 3, position: 0, tokens: 100 as Tokens },
  ];
  const whole = { segment: 'a' as SegmentId, run, from: 0, to: 3, tokens: 100 as Tokens, effect: 'removed' } as const;
  const head = { session: 's' as SessionId, calls: [], segments: [], editUsd: usd(0), title: () => '', fix: '' };
  const suspected: Drawn = { ...head, cause: 'duplicate-content', state: 'suspected', anchor: '1', claims: [whole] };
  const measured: Drawn = {
    ...head,
    cause: 'cache-expired',
    state: 'measured',
    anchor: '2',
    claims: [{ ...whole, to: 0, tokens: 60 as Tokens, effect: 'repriced' }],
  };
  const given = nominated([suspected, measured], placements, 4);
  const both = settleOverlaps(given, () => true);
  expect(both.map(({ nomination, settled }) => [nomination.cause, settled.removed, settled.repriced])).toEqual([
    ['cache-expired', 0, 60],
    ['duplicate-content', 40 + 3 * 100, 0],
  ]);
  const refused = settleOverlaps(given, (nomination) => nomination.state === 'suspected');
  expect(refused.map(({ settled }) => settled.removed)).toEqual([400]);
});
