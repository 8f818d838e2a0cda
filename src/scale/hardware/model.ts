import type { FigureSource } from './figure-source.ts';

export interface GroupedQueryAttention {
  readonly kind: 'gqa';
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDimension: number;
}

/** Multi-head latent attention: one compressed key-value vector a token, whatever the number of heads. */
export interface LatentAttention {
  readonly kind: 'mla';
  readonly heads: number;
  readonly queryRank: number;
  readonly kvRank: number;
  readonly nopeDimension: number;
  readonly ropeDimension: number;
  readonly valueDimension: number;
  /** Most keys that one query reads where an index selects them (sparse attention). */
  readonly sparseTopK?: number;
}

export interface MixtureOfExperts {
  readonly experts: number;
  readonly topK: number;
  readonly expertFfn: number;
  /** Width of the experts that every token passes, together; 0 where there are none. */
  readonly sharedFfn: number;
}

/** The figures of a transformer that decide what serving it costs. */
export interface Model {
  readonly id: string;
  readonly family: string;
  readonly layers: number;
  readonly hidden: number;
  readonly vocabulary: number;
  readonly tiedEmbeddings: boolean;
  readonly attention: GroupedQueryAttention | LatentAttention;
  /** Layers that attend to the whole context. */
  readonly fullAttentionLayers: number;
  /** Layers that attend to the last `window` tokens. */
  readonly windowLayers: number;
  readonly window?: number;
  /** Layers with a state of fixed size instead of a cache (gated delta networks). */
  readonly linearLayers: number;
  /** Layers with a dense feed-forward block; the rest have experts. */
  readonly denseLayers: number;
  readonly denseFfn: number;
  readonly moe?: MixtureOfExperts;
  readonly maxContext: number;
  /** Weight format of the published checkpoint. */
  readonly nativeQuantisation: 'bf16' | 'fp8' | 'mxfp4';
  /** As its makers state them, in billions. */
  readonly publishedBillions?: number;
  readonly publishedActiveBillions?: number;
  readonly source: FigureSource;
  readonly notes?: string;
}
