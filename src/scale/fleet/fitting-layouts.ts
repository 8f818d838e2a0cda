import { TareError } from '../../base/tare-error.ts';
import type { Engine } from '../hardware/engine.ts';
import type { Gpu } from '../hardware/gpu.ts';
import type { Layout } from '../hardware/layout.ts';
import type { Model } from '../hardware/model.ts';
import { costOfAllRanks } from './all-ranks.ts';
import { replicaCost, type ReplicaCost } from '../hardware/replica-cost.ts';

const tensor = (ways: number): Layout => ({ tensor: ways, pipeline: 1, data: 1, expert: 1 });
const expert = (ways: number): Layout => ({ tensor: 1, pipeline: 1, data: ways, expert: ways });

/** Layouts that are commonly run: tensor parallelism within a node, and for experts data parallelism over up to 64 GPUs. */
const usual = (model: Model): readonly Layout[] => [
  ...[1, 2, 4, 8, 16].map(tensor),
  ...(model.moe === undefined ? [] : [8, 16, 32, 64].map(expert)),
];

/** Those of the layouts that the model and its cache fit into, each with its cost. */
export function fittingLayouts(
  model: Model,
  gpu: Gpu,
  engine: Engine,
  layouts: readonly Layout[] = usual(model),
): { readonly layout: Layout; readonly cost: ReplicaCost }[] {
  return layouts.flatMap((layout) => {
    try {
      return [{ layout, cost: costOfAllRanks(replicaCost(model, gpu, layout, engine), layout) }];
    } catch (error) {
      if (TareError.isInstance(error)) return [];
      throw error;
    }
  });
}
