import { TareError } from '../../base/tare-error.ts';
import type { EngineProfile } from './engine.ts';
import type { Gpu } from './gpu.ts';
import { layoutGpus, layoutName, type Layout } from './layout.ts';
import type { Model } from './model.ts';
import { cacheBytes, type KvCacheType, type Quantisation } from './quantisation.ts';
import type { RankWork } from './rank-work.ts';

const gibibyte = 1024 ** 3;
// Allocator, CUDA context, communication buffers and captured graphs of one rank.
const runtimeBytes = gibibyte;
// Largest activations of one step: a few buffers as wide as the widest product.
const activationBytesPerToken = (model: Model): number =>
  8 * Math.max(model.hidden * 4, model.denseFfn, (model.moe?.expertFfn ?? 0) * (model.moe?.topK ?? 0));

export interface MemoryPlan {
  /** Weights of one rank, bytes. */
  readonly weightBytes: number;
  /** Cache of one token over the whole replica, bytes. */
  readonly kvBytesPerToken: number;
  /** Tokens of cache over the whole replica. */
  readonly kvTokens: number;
}

export function weightBytesOfRank(work: RankWork, format: Quantisation): number {
  const attention = work.experts === undefined ? format.attention : format.attentionBesideExperts;
  const feedForward = (work.feedForwardElements + work.expertElements) * format.feedForward.bytes;
  return work.attentionElements * attention.bytes + feedForward + (work.headElements + work.embeddingElements) * format.head.bytes;
}

/** What fits beside the weights; a replica that is known to run is given a small cache where the estimate leaves none. @throws {TareError} `model-does-not-fit` */
export function memoryPlan(
  model: Model,
  gpu: Gpu,
  layout: Layout,
  work: RankWork,
  format: Quantisation,
  kvCache: KvCacheType,
  profile: EngineProfile,
  sequences: number,
  known: 'to-be-checked' | 'known-to-fit' = 'to-be-checked',
): MemoryPlan {
  const weightBytes = weightBytesOfRank(work, format);
  const total = gpu.usableGibibytes === undefined ? gpu.memoryGigabytes * 1e9 : gpu.usableGibibytes * gibibyte;
  const reserve = runtimeBytes + activationBytesPerToken(model) * profile.maxBatchedTokens;
  const { attention } = work;
  const bytesEach = cacheBytes[kvCache];
  const windowBytes = (sequences / layout.data) * attention.windowLayers * attention.window * attention.cacheElements * bytesEach;
  const free = total * profile.memoryFraction - weightBytes - Math.min(reserve, total * 0.1);
  const left = free - Math.min(windowBytes, free * 0.2);
  const perTokenOfRank = attention.fullLayers * attention.cacheElements * bytesEach;
  const kvTokens = Math.floor(left / perTokenOfRank) * layout.data;
  if (kvTokens < 512 && known === 'known-to-fit') {
    const small = Math.floor((total * 0.05) / perTokenOfRank) * layout.data;
    return { weightBytes, kvBytesPerToken: perTokenOfRank * layout.tensor * layout.pipeline, kvTokens: small };
  }
  if (kvTokens < 512) {
    const needed = ((weightBytes + reserve) * layoutGpus(layout)) / 1e9;
    throw new TareError({
      code: 'model-does-not-fit',
      message: `${model.id} in ${format.name} does not fit on ${layoutGpus(layout)} x ${gpu.id} (${layoutName(layout)}): it needs about ${Math.ceil(needed)} GB, ${Math.floor((total * layoutGpus(layout)) / 1e9)} GB are there`,
      hint: 'Use more parts a replica, a smaller weight format (--quant), or a part with more memory.',
    });
  }
  return { weightBytes, kvBytesPerToken: perTokenOfRank * layout.tensor * layout.pipeline, kvTokens };
}
