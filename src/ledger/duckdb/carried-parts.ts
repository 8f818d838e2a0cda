import { claimEffects, type ClaimEffect, type Finding } from '../../call/finding.ts';
import type { RunId } from '../../call/run-id.ts';
import type { SegmentId } from '../../call/segment.ts';
import { segmentKinds, type SegmentKind } from '../../call/segment-kind.ts';
import { tiers, type Tier } from '../../call/tier.ts';
import type { Placement, SegmentWeight, Weighing } from '../../call/weighing.ts';
import { assertExists } from '../../base/assert.ts';
import { Column, NameList } from './pack-columns.ts';

/*
 * What a run carried is stored in parts: some segments with their weights, where each stood, and what findings claim
 * of them, each as JSON text of columns. There are four times as many placements as segments, and more claims than
 * either where much was wasted: as rows they would cost more than weighing them. docs/ledger.md says what each holds.
 */

/** Some segments of a run. */
export interface CarriedPart {
  readonly run: RunId;
  readonly weights: string;
  readonly placements: string | undefined;
  readonly claims: string | undefined;
}

/** A part ends when it has as many segments, or as many placements and claims: a view over many parts stays small in memory. */
const mostSegments = 32;
const mostPlaces = 256;

const kindNumbers = new Map<SegmentKind, number>(segmentKinds.map((kind, index) => [kind, index + 1]));
const tierNumbers = new Map<Tier, number>(tiers.map((tier, index) => [tier, index + 1]));
const effectNumbers = new Map<ClaimEffect, number>(claimEffects.map((effect, index) => [effect, index + 1]));

/** A claim and the number of its finding in the group. */
interface NumberedClaim {
  readonly finding: number;
  readonly claim: Finding['claims'][number];
}

/** A segment of a run, with all that stands of it. */
interface Carried {
  readonly weight: SegmentWeight;
  /** Place of the weight in its group's, from 0. */
  readonly number: number;
  readonly placements: Placement[];
  readonly claims: NumberedClaim[];
}

/** Parts of every run of a weighing. */
export function* carriedParts({ weights, placements, findings }: Weighing): Generator<CarriedPart> {
  const runs = new Map<RunId, Map<SegmentId, Carried>>();
  for (const [number, weight] of weights.entries()) {
    const carried = { weight, number, placements: [], claims: [] };
    const segments = runs.get(weight.run);
    if (segments === undefined) runs.set(weight.run, new Map([[weight.segment, carried]]));
    else segments.set(weight.segment, carried);
  }
  const carriedOf = ({ run, segment }: { readonly run: RunId; readonly segment: SegmentId }): Carried =>
    assertExists(runs.get(run)?.get(segment), `segment ${segment} of run ${run} has no weight`);
  for (const placement of placements) carriedOf(placement).placements.push(placement);
  for (const [finding, { claims }] of findings.entries()) for (const claim of claims) carriedOf(claim).claims.push({ finding, claim });
  for (const [run, segments] of runs) yield* partsOf(run, segments.values());
}

function* partsOf(run: RunId, segments: Iterable<Carried>): Generator<CarriedPart> {
  let part: Carried[] = [];
  let places = 0;
  for (const carried of segments) {
    part.push(carried);
    places += carried.placements.length + carried.claims.length;
    if (part.length < mostSegments && places < mostPlaces) continue;
    yield partOf(run, part);
    part = [];
    places = 0;
  }
  if (part.length > 0) yield partOf(run, part);
}

const partOf = (run: RunId, part: readonly Carried[]): CarriedPart => ({
  run,
  weights: weightsOf(part),
  placements: placementsOf(part),
  claims: claimsOf(part),
});

const weightNames = ['label', 'tool', 'server', 'target'] as const;

function weightsOf(part: readonly Carried[]): string {
  const names = new NameList();
  const named = weightNames.map((name) => [name, new Column<number>(0)] as const);
  const byTier = tiers.map((tier) => [tier, new Column<number>()] as const);
  const usd = new Column<number>();
  const [segment, numbers, kind, tokens, calls, first, last]: number[][] = [[], [], [], [], [], [], []];
  for (const { weight, number } of part) {
    segment?.push(names.of(weight.segment));
    numbers?.push(number);
    kind?.push(kindNumbers.get(weight.kind) as number);
    for (const [name, column] of named) column.push(names.optional(weight[name]));
    tokens?.push(weight.tokens);
    for (const [tier, column] of byTier) column.push(weight.byTier[tier]);
    usd.push(weight.usd);
    calls?.push(weight.calls);
    first?.push(weight.firstCall);
    last?.push(weight.lastCall);
  }
  const columns = [...named, ...byTier].map(([name, column]) => column.as(name));
  return JSON.stringify(
    Object.assign({ names: names.all, segment, number: numbers, kind, tokens, calls, first, last }, usd.as('usd'), ...columns),
  );
}

function placementsOf(part: readonly Carried[]): string | undefined {
  const [segment, kind, tier, from, to, position, tokens]: number[][] = [[], [], [], [], [], [], []];
  for (const [index, { placements }] of part.entries()) {
    for (const placement of placements) {
      segment?.push(index + 1);
      kind?.push(kindNumbers.get(placement.kind) as number);
      tier?.push(tierNumbers.get(placement.tier) as number);
      from?.push(placement.from);
      to?.push(placement.to);
      position?.push(placement.position);
      tokens?.push(placement.tokens);
    }
  }
  return segment?.length === 0 ? undefined : JSON.stringify({ segment, kind, tier, from, to, position, tokens });
}

function claimsOf(part: readonly Carried[]): string | undefined {
  const [finding, segment, from, to, tokens, effect]: number[][] = [[], [], [], [], [], []];
  for (const [index, { claims }] of part.entries()) {
    for (const { finding: number, claim } of claims) {
      finding?.push(number);
      segment?.push(index + 1);
      from?.push(claim.from);
      to?.push(claim.to);
      tokens?.push(claim.tokens);
      effect?.push(effectNumbers.get(claim.effect) as number);
    }
  }
  return segment?.length === 0 ? undefined : JSON.stringify({ finding, segment, from, to, tokens, effect });
}
