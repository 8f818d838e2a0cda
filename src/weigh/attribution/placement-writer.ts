import type { HeldRun } from '../../call/held-run.ts';
import { PriceSums } from '../../call/price-sums.ts';
import type { RunId } from '../../call/run-id.ts';
import type { WeighedCall } from '../../call/weighing.ts';
import { placementColumns } from '../placement-columns.ts';
import type { ContextItem } from './context-item.ts';

/** Numbers of a placement in the log: its segment's place, tier, from, to, position, tokens. */
const width = 6;

/** Collects the placements of one run, in the order in which they come. */
export class PlacementWriter {
  readonly #run: RunId;
  readonly #segments: ContextItem[] = [];
  #log = new Float64Array(256 * width);
  #length = 0;
  #mostTokens = 0;

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
    if (this.#length === this.#log.length) this.#grow();
    const log = this.#log;
    const at = this.#length;
    log[at] = item.place;
    log[at + 1] = tier;
    log[at + 2] = from;
    log[at + 3] = to;
    log[at + 4] = position;
    log[at + 5] = tokens;
    this.#length = at + width;
    if (tokens > this.#mostTokens) this.#mostTokens = tokens;
  }

  /** What the run held in its calls. */
  heldIn(calls: readonly WeighedCall[]): HeldRun {
    const segments = this.#segments;
    const log = this.#log;
    const starts = new Uint32Array(segments.length + 1);
    for (let at = 0; at < this.#length; at += width) (starts[(log[at] as number) + 1] as number)++;
    for (let place = 0; place < segments.length; place++) (starts[place + 1] as number) += starts[place] as number;
    const next = starts.slice();
    const placements = placementColumns(this.#length / width, this.#mostTokens);
    for (let at = 0; at < this.#length; at += width) {
      const row = (next[log[at] as number] as number)++;
      placements.tier[row] = log[at + 1] as number;
      placements.from[row] = log[at + 2] as number;
      placements.to[row] = log[at + 3] as number;
      placements.position[row] = log[at + 4] as number;
      placements.tokens[row] = log[at + 5] as number;
    }
    return { id: this.#run, calls, prices: new PriceSums(calls), segments, placements, starts };
  }

  #grow(): void {
    const larger = new Float64Array(this.#log.length * 2);
    larger.set(this.#log);
    this.#log = larger;
  }
}
