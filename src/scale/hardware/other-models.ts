import { modelFromMemory } from './figure-source.ts';
import type { MixtureOfExperts, Model } from './model.ts';

interface Shape {
  readonly id: string;
  readonly family: string;
  readonly layers: number;
  readonly hidden: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly ffn: number;
  readonly vocabulary: number;
  readonly maxContext: number;
  readonly billions: number;
  readonly moe?: MixtureOfExperts;
  readonly denseLayers?: number;
  readonly activeBillions?: number;
}

/** Grouped-query attention over the whole context with heads of 128, embeddings untied: what these models share. */
function usual({ heads, kvHeads, ffn, billions, activeBillions, ...shape }: Shape): Model {
  return {
    denseLayers: shape.layers,
    ...shape,
    tiedEmbeddings: false,
    attention: { kind: 'gqa', heads, kvHeads, headDimension: 128 },
    fullAttentionLayers: shape.layers,
    windowLayers: 0,
    linearLayers: 0,
    denseFfn: ffn,
    nativeQuantisation: 'bf16',
    publishedBillions: billions,
    ...(activeBillions === undefined ? {} : { publishedActiveBillions: activeBillions }),
    source: modelFromMemory,
  };
}

const qwen = { family: 'qwen2.5', kvHeads: 8, vocabulary: 152064, maxContext: 131072 } as const;
const llama2 = { family: 'llama2', vocabulary: 32000, maxContext: 4096 } as const;
const glm = { family: 'glm-4.5', heads: 96, kvHeads: 8, vocabulary: 151552, maxContext: 131072 } as const;

/** Models that tables of measurements name beside the ones whose configuration was read. */
export const otherModels: readonly Model[] = [
  usual({ ...llama2, id: 'llama-2-7b', layers: 32, hidden: 4096, heads: 32, kvHeads: 32, ffn: 11008, billions: 6.74 }),
  usual({ ...llama2, id: 'llama-2-13b', layers: 40, hidden: 5120, heads: 40, kvHeads: 40, ffn: 13824, billions: 13.02 }),
  usual({ ...qwen, id: 'qwen2.5-14b', layers: 48, hidden: 5120, heads: 40, ffn: 13824, billions: 14.8 }),
  usual({ ...qwen, id: 'qwen2.5-32b', layers: 64, hidden: 5120, heads: 40, ffn: 27648, billions: 32.8 }),
  usual({ ...qwen, id: 'qwen2.5-72b', layers: 80, hidden: 8192, heads: 64, ffn: 29568, billions: 72.7 }),
  usual({
    id: 'mistral-small-24b',
    family: 'mistral',
    layers: 40,
    hidden: 5120,
    heads: 32,
    kvHeads: 8,
    ffn: 32768,
    vocabulary: 131072,
    maxContext: 32768,
    billions: 23.6,
  }),
  usual({
    id: 'llama-4-scout',
    family: 'llama4',
    layers: 48,
    hidden: 5120,
    heads: 40,
    kvHeads: 8,
    ffn: 0,
    vocabulary: 202048,
    maxContext: 10485760,
    billions: 109,
    moe: { experts: 16, topK: 1, expertFfn: 8192, sharedFfn: 8192 },
    denseLayers: 0,
    activeBillions: 17,
  }),
  usual({
    ...glm,
    id: 'glm-4.5',
    layers: 92,
    hidden: 5120,
    ffn: 12288,
    billions: 355,
    moe: { experts: 160, topK: 8, expertFfn: 1536, sharedFfn: 1536 },
    denseLayers: 3,
    activeBillions: 32,
  }),
  usual({
    ...glm,
    id: 'glm-4.5-air',
    layers: 46,
    hidden: 4096,
    ffn: 10944,
    billions: 106,
    moe: { experts: 128, topK: 8, expertFfn: 1408, sharedFfn: 1408 },
    denseLayers: 1,
    activeBillions: 12,
  }),
];
