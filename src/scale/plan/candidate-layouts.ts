import { TareError } from '../../base/tare-error.ts';
import type { Engine } from '../hardware/engine.ts';
import type { Gpu } from '../hardware/gpu.ts';
import { layoutGpus, type Layout } from '../hardware/layout.ts';
import type { Model } from '../hardware/model.ts';
import { replicaByPhysics } from '../hardware/replica-cost.ts';

const powers = [1, 2, 4, 8, 16, 32, 64];

/**
 * Layouts worth trying: tensor parallelism inside a machine, expert parallelism in either form for models with experts, and last
 * pipelines of whole machines, for models that fit no other way.
 */
export function candidateLayouts(model: Model, gpu: Gpu): Layout[] {
  const hasLink = gpu.linkGigabytesPerSecond !== undefined || gpu.scaleOutGigabytesPerSecond !== undefined;
  // Parts without a switch still meet over PCIe, up to the eight of one machine.
  const widest = hasLink ? 8 : 1;
  const layouts: Layout[] = [];
  for (const tensor of powers) {
    if (tensor > widest || model.attention.heads % tensor !== 0) continue;
    layouts.push({ tensor, pipeline: 1, expert: 1, data: 1 });
    if (tensor > 1 && model.moe !== undefined && model.moe.experts % tensor === 0)
      layouts.push({ tensor, pipeline: 1, expert: tensor, data: 1 });
  }
  if (model.moe !== undefined && hasLink && gpu.scaleOutGigabytesPerSecond !== undefined) {
    for (const data of powers) {
      if (data > 1 && model.moe.experts % data === 0) layouts.push({ tensor: 1, pipeline: 1, expert: data, data });
    }
  }
  return layouts;
}

/** Pipelines of whole machines. */
export const pipelinedLayouts = (gpu: Gpu): Layout[] =>
  gpu.linkGigabytesPerSecond === undefined && gpu.scaleOutGigabytesPerSecond === undefined
    ? []
    : [2, 4].map((pipeline) => ({ tensor: 8, pipeline, expert: 1, data: 1 }));

/** The fewest parts that hold the weights and some cache. @throws {TareError} `model-does-not-fit` */
export function smallestLayout(model: Model, gpu: Gpu, engine: Engine): Layout {
  const layouts = [...candidateLayouts(model, gpu), ...pipelinedLayouts(gpu)].sort((a, b) => layoutGpus(a) - layoutGpus(b));
  let refusal: TareError | undefined;
  for (const layout of layouts) {
    try {
      replicaByPhysics(model, gpu, layout, engine);
      return layout;
    } catch (error) {
      if (!TareError.isInstance(error)) throw error;
      refusal = error;
    }
  }
  throw (
    refusal ?? new TareError({ code: 'impossible-layout', message: `no layout of ${model.id} on ${gpu.id}`, hint: 'Name one with --tp.' })
  );
}
