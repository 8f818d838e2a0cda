import { placementsOf } from '../call/held-run.ts';
import type { SessionGroup } from '../call/session-group.ts';
import type { Weighing } from '../call/weighing.ts';
import { attributeGroup, type AttributionTools } from './attribution/attribute-group.ts';
import { findWaste, type ReplayedStates } from './waste/find-waste.ts';

export interface WeighingInputs extends AttributionTools {
  /** States that replays have given to findings. */
  readonly replayed?: ReplayedStates;
}

/** Weighs one group of sessions. Pure: the same entries, in whatever order they were read, give the same weighing. */
export function weighGroup(group: SessionGroup, tools: WeighingInputs): Weighing {
  const weighed = attributeGroup(group, tools);
  return {
    group: group.id,
    calls: [...weighed.runs.values()].flat(),
    held: weighed.held,
    losses: weighed.losses,
    findings: findWaste(weighed, tools.replayed),
    get weights() {
      return weighed.weights;
    },
    get placements() {
      return weighed.held.flatMap((run) => run.segments.flatMap((_, number) => placementsOf(run, number)));
    },
  };
}
