import type { HeldRun } from '../../call/held-run.ts';
import { PriceSums } from '../../call/price-sums.ts';
import type { RunId } from '../../call/run-id.ts';
import type { WeighedCall } from '../../call/weighing.ts';
import type { ContextItem } from './context-item.ts';

/** Numbers of a placement in the log: its segment's place, tier, from, to, position, tokens. */
const width = 6;

/** Collects the placements of one run, in the order in which they come. */
export class PlacementWriter {
  readonly #run: RunId;
  readonly #segments: ContextItem[] = [];
  readonly #log: number[] = [];

  constructor(run: RunId) {
    this.#run = run;
  }

  /** @param tier number of a tier */
  write(item: ContextItem, tier: number, from: number, to: number, position: number, tokens: number): void {
    if (item.placedRun !== this.#run) {
      item.placedRun = this.#run;
      item.place = this.#segments.length;
      this.#segments.push(item);
    }
    this.#log.push(item.place, tier, from, to, position, tokens);
  }

  /** What the run held in its calls. */
  heldIn(calls: readonly WeighedCall[]): HeldRun {
    const segments = this.#segments;
    const log = this.#log;
    const starts = zeros(segments.length + 1);
    for (let at = 0; at < log.length; at += width) (starts[(log[at] as number) + 1] as number)++;
    for (let place = 0; place < segments.length; place++) (starts[place + 1] as number) += starts[place] as number;
    const next = starts.slice();
    const rows = log.length / width;
    const placements = { tier: zeros(rows), from: zeros(rows), to: zeros(rows), position: zeros(rows), tokens: zeros(rows) };
    for (let at = 0; at < log.length; at += width) {
      const row = (next[log[at] as number] as number)++;
      placements.tier[row] = log[at + 1] as number;
      placements.from[row] = log[at + 2] as number;
      placements.to[row] = log[at + 3] as number;
      placements.position[row] = log[at + 4] as number;
      placements.tokens[row] = log[at + 5] as number;
    }
    return { id: this.#run, calls, prices: new PriceSums(calls), segments, placements, starts };
  }
}

function zeros(length: number): number[] {
  const numbers: number[] = [];
  for (let index = 0; index < length; index++) numbers.push(0);
  return numbers;
}
