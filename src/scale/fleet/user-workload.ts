import type { Random } from '../../base/random.ts';
import { demandFactor, type DemandShape, type LengthShape, type TierDemand } from './demand.ts';
import { exponential, gammaOfMeanOne, logNormal } from './distribution.ts';
import type { PrefixBlocks, Workload } from './request-table.ts';

/** Tokens of a block of a generated prompt. */
const blockTokens = 256;
/** Demand is held constant within stretches of this length. */
const stretch = 60;

interface Call {
  readonly time: number;
  readonly tier: number;
  readonly user: number;
  readonly input: number;
  readonly output: number;
  /** Blocks of the shared prefix, then `ownBlocks` from `firstOwn` on. */
  readonly shared: number;
  readonly firstOwn: number;
  readonly ownBlocks: number;
}

/** Calls of users over a time, in order: sessions that arrive as the demand moves, each a conversation that grows. Seeded. */
export function userWorkload(
  demands: readonly TierDemand[],
  shape: DemandShape,
  duration: number,
  random: Random,
): Workload & { readonly userCount: number } {
  const calls: Call[] = [];
  const ids = { next: 0 };
  let firstUser = 0;
  for (const demand of demands) {
    addTier(calls, demand, { shape, duration, random: random.fork(`tier ${demand.tier}`), firstUser, ids });
    firstUser += demand.users;
  }
  calls.sort((left, right) => left.time - right.time || left.user - right.user);
  return {
    arrivals: Float64Array.from(calls, (call) => call.time),
    inputTokens: Int32Array.from(calls, (call) => call.input),
    outputTokens: Int32Array.from(calls, (call) => call.output),
    tiers: Uint8Array.from(calls, (call) => call.tier),
    users: Int32Array.from(calls, (call) => call.user),
    prefixes: demands.some((demand) => demand.sharedPrefix > 0 || demand.turns > 1) ? blocksOf(calls) : undefined,
    userCount: Math.max(1, firstUser),
  };
}

interface TierRun {
  readonly shape: DemandShape;
  readonly duration: number;
  readonly random: Random;
  readonly firstUser: number;
  readonly ids: { next: number };
}

function addTier(calls: Call[], demand: TierDemand, run: TierRun): void {
  const sessionsPerSecond = (demand.users * demand.callsPerUserPerDay) / demand.turns / 86_400;
  if (sessionsPerSecond === 0) return;
  const { shape, duration, random } = run;
  const gapShape = 1 / shape.gapVariation ** 2;
  const gap = (): number => (shape.gapVariation === 1 ? exponential(random) : gammaOfMeanOne(random, gapShape));
  const shared = Math.floor(demand.sharedPrefix / blockTokens);
  const sharedFrom = run.ids.next;
  run.ids.next += shared;
  let left = gap();
  for (let start = 0; start < duration; start += stretch) {
    const width = Math.min(stretch, duration - start);
    const rate = sessionsPerSecond * demandFactor(shape, start);
    const expected = rate * width;
    let done = 0;
    while (left <= expected - done) {
      done += left;
      const user = run.firstUser + Math.floor(random.next() * demand.users);
      addSession(calls, demand, { time: start + done / rate, user, sharedFrom, run });
      left = gap();
    }
    left -= expected - done;
  }
}

function addSession(calls: Call[], demand: TierDemand, from: { time: number; user: number; sharedFrom: number; run: TierRun }): void {
  const { random, ids, duration } = from.run;
  let time = from.time;
  let context = demand.sharedPrefix as number;
  const firstOwn = ids.next;
  let ownBlocks = 0;
  const shared = Math.floor(demand.sharedPrefix / blockTokens);
  do {
    const input = Math.max(1, context + lengthOf(demand.input, random));
    const output = Math.max(1, lengthOf(demand.output, random));
    ownBlocks = Math.max(0, Math.floor(input / blockTokens) - shared);
    calls.push({ time, tier: demand.tier, user: from.user, input, output, shared: from.sharedFrom, firstOwn, ownBlocks });
    context = input + output;
    time += demand.thinkTime * exponential(random);
  } while (random.next() < 1 - 1 / demand.turns && time < duration);
  ids.next += ownBlocks;
}

const lengthOf = (shape: LengthShape, random: Random): number => Math.round(logNormal(random, shape.mean, shape.variation));

function blocksOf(calls: readonly Call[]): PrefixBlocks {
  const offsets = new Int32Array(calls.length + 1);
  calls.forEach((call, index) => {
    offsets[index + 1] = (offsets[index] as number) + Math.floor(call.input / blockTokens);
  });
  const ids = new Int32Array(offsets[calls.length] as number);
  calls.forEach((call, index) => {
    const from = offsets[index] as number;
    const count = (offsets[index + 1] as number) - from;
    const sharedBlocks = count - call.ownBlocks;
    for (let block = 0; block < count; block++) {
      ids[from + block] = block < sharedBlocks ? call.shared + block : call.firstOwn + block - sharedBlocks;
    }
  });
  return { blockTokens, offsets, ids };
}
