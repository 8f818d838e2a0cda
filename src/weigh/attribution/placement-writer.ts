import type { Tokens } from '../../base/units.ts';
import type { RunId } from '../../call/run-id.ts';
import type { Tier } from '../../call/tier.ts';
import type { Placement } from '../../call/weighing.ts';
import type { ContextItem } from './context-item.ts';

/** The placements of one segment in one run. */
export interface HeldItem {
  readonly item: ContextItem;
  readonly run: RunId;
  /** In the order in which its intervals ended. */
  readonly placements: readonly Placement[];
}

/** Collects the placements of one run, by segment. */
export class PlacementWriter {
  /** In the order in which the first intervals ended. */
  readonly held: HeldItem[] = [];
  readonly #run: RunId;

  constructor(run: RunId) {
    this.#run = run;
  }

  write(item: ContextItem, tier: Tier, from: number, to: number, position: number, tokens: number): void {
    const run = this.#run;
    let { placements } = item;
    if (item.placedRun !== run || placements === undefined) {
      placements = [];
      item.placements = placements;
      item.placedRun = run;
      this.held.push({ item, run, placements });
    }
    placements.push({ segment: item.id, run, kind: item.kind, tier, from, to, position, tokens: tokens as Tokens });
  }
}
