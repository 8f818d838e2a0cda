import type { SessionGroup } from '../call/session-group.ts';
import type { Weighing } from '../call/weighing.ts';
import { attributeGroup, type AttributionTools } from './attribution/attribute-group.ts';
import type { Detector } from './waste/detector.ts';

export interface WeighingTools extends AttributionTools {
  readonly detectors: readonly Detector[];
}

/** Weighs one group of sessions. Pure: the same entries, in whatever order they were read, give the same weighing. */
export function weighGroup(group: SessionGroup, tools: WeighingTools): Weighing {
  const weighed = attributeGroup(group, tools);
  return {
    group: group.id,
    calls: [...weighed.runs.values()].flat(),
    placements: [...weighed.placements.values()].flat(),
    weights: weighed.weights,
    losses: weighed.losses,
    findings: [],
  };
}
