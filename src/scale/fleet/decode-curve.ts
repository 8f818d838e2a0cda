import type { ReplicaCost, StepBatch } from '../hardware/replica-cost.ts';

/** Parts of each doubling of the context between which a step's time is taken as a straight line. */
const partsPerOctave = 8;
const firstOctave = 3;
const octaves = 19;
const nodeCount = (octaves + 1) * partsPerOctave + 1;

const nodes = Float64Array.from({ length: nodeCount }, (_, index) => {
  if (index < partsPerOctave) return index;
  const octave = Math.floor(index / partsPerOctave) - 1;
  return 2 ** (octave + firstOctave) * (1 + (index % partsPerOctave) / partsPerOctave);
});

/** Index of the last node at or below a mean context. */
function nodeBelow(context: number): number {
  const whole = context | 0;
  if (whole < partsPerOctave) return whole;
  const octave = 31 - Math.clz32(whole);
  const part = (whole >> (octave - firstOctave)) & (partsPerOctave - 1);
  return Math.min(nodeCount - 2, (octave - firstOctave + 1) * partsPerOctave + part);
}

/**
 * Time and power of steps that only decode, as a function of how many sequences decode and of their mean context.
 * Asks the cost model at the nodes of a grid (eight to a doubling, filled when first needed) and goes straight between
 * them, so that any run of steps with one token a sequence and step has a closed sum: with mean context u a run of k
 * steps has the contexts u, u+1, .. u+k-1. One curve serves every replica of its kind.
 */
export class DecodeCurve {
  readonly #cost: ReplicaCost;
  readonly #seconds: (Float64Array | undefined)[] = [];
  readonly #watts: (Float64Array | undefined)[] = [];
  readonly #batch: { -readonly [Field in keyof StepBatch]: number } = {
    prefillTokens: 0,
    prefillSequences: 0,
    prefillAttentionPairs: 0,
    decodeSequences: 0,
    decodeContextTokens: 0,
  };

  constructor(cost: ReplicaCost) {
    this.#cost = cost;
  }

  #at(sequences: number, node: number): StepBatch {
    this.#batch.decodeSequences = sequences;
    this.#batch.decodeContextTokens = sequences * (nodes[node] as number);
    return this.#batch;
  }

  #secondsOf(sequences: number): Float64Array {
    return (this.#seconds[sequences] ??= new Float64Array(nodeCount));
  }

  #secondsAt(row: Float64Array, sequences: number, node: number): number {
    const known = row[node] as number;
    if (known !== 0) return known;
    return (row[node] = this.#cost.stepSeconds(this.#at(sequences, node)));
  }

  /** Time of `steps` steps from mean context `context`. */
  seconds(sequences: number, context: number, steps: number): number {
    const row = this.#secondsOf(sequences);
    let total = 0;
    let from = context;
    let left = steps;
    let node = nodeBelow(from);
    while (left > 0) {
      const low = nodes[node] as number;
      const high = nodes[node + 1] as number;
      const lowSeconds = this.#secondsAt(row, sequences, node);
      const slope = (this.#secondsAt(row, sequences, node + 1) - lowSeconds) / (high - low);
      const inside = node === nodeCount - 2 ? left : Math.min(left, Math.ceil(high - from));
      total += inside * (lowSeconds + slope * (from - low + (inside - 1) / 2));
      left -= inside;
      from += inside;
      node++;
    }
    return total;
  }

  /** Fewest steps from mean context `context` that take at least `duration`; at most `most`. */
  stepsWithin(sequences: number, context: number, duration: number, most: number): number {
    const row = this.#secondsOf(sequences);
    let done = 0;
    let from = context;
    let left = duration;
    let node = nodeBelow(from);
    while (done < most && left > 0) {
      const low = nodes[node] as number;
      const high = nodes[node + 1] as number;
      const lowSeconds = this.#secondsAt(row, sequences, node);
      const slope = (this.#secondsAt(row, sequences, node + 1) - lowSeconds) / (high - low);
      const first = lowSeconds + slope * (from - low);
      const inside = node === nodeCount - 2 ? most - done : Math.min(most - done, Math.ceil(high - from));
      const all = inside * (first + (slope * (inside - 1)) / 2);
      if (all >= left) return Math.min(most, done + stepsOfSum(first, slope, left, inside));
      left -= all;
      done += inside;
      from += inside;
      node++;
    }
    return Math.max(1, Math.min(most, done));
  }

  /** Power of the replica's GPUs during a step. */
  watts(sequences: number, context: number): number {
    const row = (this.#watts[sequences] ??= new Float64Array(nodeCount));
    const node = nodeBelow(context);
    if (row[node] === 0) row[node] = this.#cost.stepPower(this.#at(sequences, node));
    if (row[node + 1] === 0) row[node + 1] = this.#cost.stepPower(this.#at(sequences, node + 1));
    const low = nodes[node] as number;
    const share = (context - low) / ((nodes[node + 1] as number) - low);
    return (row[node] as number) * (1 - share) + (row[node + 1] as number) * share;
  }
}

/** Smallest whole k with k·first + slope·k(k-1)/2 >= sum. */
function stepsOfSum(first: number, slope: number, sum: number, most: number): number {
  const linear = first - slope / 2;
  const root = (2 * sum) / (linear + Math.sqrt(Math.max(0, linear * linear + 2 * slope * sum)));
  let steps = Math.min(most, Math.max(1, Math.ceil(root)));
  while (steps < most && steps * (first + (slope * (steps - 1)) / 2) < sum) steps++;
  while (steps > 1 && (steps - 1) * (first + (slope * (steps - 2)) / 2) >= sum) steps--;
  return steps;
}
