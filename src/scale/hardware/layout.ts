import { TareError } from '../../base/tare-error.ts';
import type { Gpu } from './gpu.ts';
import type { Model } from './model.ts';

/**
 * How one replica is spread over GPUs. `tensor` x `data` x `pipeline` GPUs; `data` is attention data parallelism inside the
 * replica (each rank keeps its own sequences; the experts are shared over all `tensor` x `data` ranks).
 */
export interface Layout {
  readonly tensor: number;
  readonly pipeline: number;
  /** Groups that the experts of a layer are divided into; the rest of `tensor` x `data` splits each expert. */
  readonly expert: number;
  readonly data: number;
}

export const layoutGpus = (layout: Layout): number => layout.tensor * layout.data * layout.pipeline;

export function layoutName(layout: Layout): string {
  const parts = [`TP${layout.tensor}`];
  if (layout.data > 1) parts.push(`attention-DP${layout.data}`);
  if (layout.expert > 1) parts.push(`EP${layout.expert}`);
  if (layout.pipeline > 1) parts.push(`PP${layout.pipeline}`);
  return parts.join(' ');
}

/**
 * Servers split attention by whole heads; measured tables name groups that no engine forms, so that only what a person asks for
 * is held to it.
 * @throws {TareError} `impossible-layout`
 */
export function checkHeadsDivide(model: Model, gpu: Gpu, layout: Layout): void {
  const { heads } = model.attention;
  if (heads % layout.tensor === 0) return;
  throw new TareError({
    code: 'impossible-layout',
    message: `${layoutName(layout)} for ${model.id} on ${gpu.id}: ${heads} attention heads do not divide by a tensor parallelism of ${layout.tensor}`,
    hint: `Choose a tensor parallelism that divides ${heads}.`,
  });
}

/** @throws {TareError} `impossible-layout` where a number is not whole or the model cannot be divided that way */
export function checkLayout(model: Model, gpu: Gpu, layout: Layout): void {
  const refuse = (message: string, hint: string): never => {
    throw new TareError({ code: 'impossible-layout', message: `${layoutName(layout)} for ${model.id} on ${gpu.id}: ${message}`, hint });
  };
  for (const [name, value] of Object.entries(layout) as [string, number][]) {
    if (!Number.isInteger(value) || value < 1) refuse(`${name} parallelism is ${value}`, 'Give a whole number of at least 1.');
  }
  if (layout.pipeline > model.layers)
    refuse(`${model.layers} layers cannot fill ${layout.pipeline} stages`, `Use at most ${model.layers}.`);
  if (model.attention.heads % layout.tensor !== 0 && layout.tensor > model.attention.heads) {
    refuse(
      `${model.attention.heads} attention heads cannot be split ${layout.tensor} ways`,
      'Choose a tensor parallelism that divides the heads.',
    );
  }
  const ranks = layout.tensor * layout.data;
  if (layout.expert > 1) {
    if (model.moe === undefined) refuse('the model has no experts', 'Leave out expert parallelism.');
    else if (layout.expert > model.moe.experts) {
      refuse(`${model.moe.experts} experts cannot fill ${layout.expert} ranks`, `Use at most ${model.moe.experts}.`);
    }
    if (ranks % layout.expert !== 0) refuse(`${ranks} ranks do not divide into ${layout.expert} expert groups`, 'Choose a divisor.');
  }
  if (gpu.linkGigabytesPerSecond === undefined && gpu.scaleOutGigabytesPerSecond === undefined && ranks * layout.pipeline > 1) {
    refuse('the part has no link to another', 'Use one part a replica.');
  }
}
