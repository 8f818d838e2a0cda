import type { SessionGroup } from '../call/session-group.ts';
import type { Placement, WeighedCall, Weighing } from '../call/weighing.ts';
import { attributeGroup, type AttributionTools } from './attribution/attribute-group.ts';
import { findWaste, type ReplayedStates } from './waste/find-waste.ts';

export interface WeighingInputs extends AttributionTools {
  /** States that replays have given to findings. */
  readonly replayed?: ReplayedStates;
}

/** Weighs one group of sessions. Pure: the same entries, in whatever order they were read, give the same weighing. */
export function weighGroup(group: SessionGroup, tools: WeighingInputs): Weighing {
  const weighed = attributeGroup(group, tools);
  const calls: WeighedCall[] = [];
  for (const run of weighed.runs.values()) for (const call of run) calls.push(call);
  const placements: Placement[] = [];
  for (const held of weighed.held) for (const placement of held.placements) placements.push(placement);
  return {
    group: group.id,
    calls,
    placements,
    weights: weighed.weights,
    losses: weighed.losses,
    findings: findWaste(weighed, tools.replayed),
  };
}
