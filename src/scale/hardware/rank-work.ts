import type { Layout } from './layout.ts';
import type { Model } from './model.ts';

/** One matrix product of a layer on one rank, `rows` tokens high: [rows, inner] x [inner, columns]. */
export interface MatrixProduct {
  readonly columns: number;
  readonly inner: number;
  /** How often a step runs it, over the layers of a pipeline stage. */
  readonly count: number;
  /** Decides its weight format; routers go with the head. */
  readonly part: 'attention' | 'feed-forward' | 'head';
}

/** Expert feed-forward of one rank. */
export interface ExpertWork {
  readonly layers: number;
  readonly experts: number;
  readonly expertsOnRank: number;
  readonly topK: number;
  readonly hidden: number;
  /** Width of one expert's share on this rank. */
  readonly ffn: number;
}

/** Attention of one rank in one layer. */
export interface AttentionWork {
  readonly heads: number;
  readonly fullLayers: number;
  readonly windowLayers: number;
  readonly linearLayers: number;
  readonly window: number;
  readonly sparseTopK: number | undefined;
  /** Elements of cache one token keeps in one layer on this rank. */
  readonly cacheElements: number;
  /** Elements that one prefilled token reads and writes around attention: queries, keys, values, output. */
  readonly prefillRowElements: number;
  /** Multiply-adds of one query-key pair in one layer: prefill (expanded heads) and decode (absorbed where latent). */
  readonly prefillFlopsPerPair: number;
  readonly decodeFlopsPerPair: number;
}

/** What one rank of a replica computes and keeps, per pipeline stage. */
export interface RankWork {
  /** Layers of a stage. */
  readonly layers: number;
  /** Products over the rank's own tokens. */
  readonly products: readonly MatrixProduct[];
  /** Product over the sampled positions only. */
  readonly headProduct: MatrixProduct;
  readonly experts: ExpertWork | undefined;
  readonly attention: AttentionWork;
  /** Weights of a stage outside the experts on one rank, elements; without the embedding table, which no step streams. */
  readonly attentionElements: number;
  readonly feedForwardElements: number;
  /** Routers and the head. */
  readonly headElements: number;
  readonly expertElements: number;
  readonly embeddingElements: number;
  readonly hidden: number;
}

/** Splits a model over the ranks of a layout. */
export function rankWork(model: Model, layout: Layout): RankWork {
  const { tensor, pipeline, expert, data } = layout;
  const layers = model.layers / pipeline;
  const share = layers / model.layers;
  const hidden = model.hidden;
  const products: MatrixProduct[] = [];
  const attention = attentionWork(model, tensor, share, products, layers);
  const denseLayers = model.denseLayers * share;
  if (denseLayers > 0) {
    const ffn = model.denseFfn / tensor;
    products.push(
      { columns: 2 * ffn, inner: hidden, count: denseLayers, part: 'feed-forward' },
      { columns: hidden, inner: ffn, count: denseLayers, part: 'feed-forward' },
    );
  }
  let experts: ExpertWork | undefined;
  if (model.moe !== undefined) {
    const moeLayers = layers - denseLayers;
    const splitsEach = (tensor * data) / expert;
    experts = {
      layers: moeLayers,
      experts: model.moe.experts,
      expertsOnRank: model.moe.experts / expert,
      topK: model.moe.topK,
      hidden,
      ffn: model.moe.expertFfn / splitsEach,
    };
    products.push({ columns: model.moe.experts, inner: hidden, count: moeLayers, part: 'head' });
    if (model.moe.sharedFfn > 0) {
      const shared = model.moe.sharedFfn / tensor;
      products.push(
        { columns: 2 * shared, inner: hidden, count: moeLayers, part: 'feed-forward' },
        { columns: hidden, inner: shared, count: moeLayers, part: 'feed-forward' },
      );
    }
  }
  const headProduct = { columns: model.vocabulary / tensor, inner: hidden, count: 1, part: 'head' } as const;
  const elements = (part: MatrixProduct['part']): number =>
    products.reduce((sum, product) => sum + (product.part === part ? product.columns * product.inner * product.count : 0), 0);
  return {
    layers,
    products,
    headProduct,
    experts,
    attention,
    attentionElements: elements('attention'),
    feedForwardElements: elements('feed-forward'),
    headElements: elements('head') + (headProduct.columns * hidden) / pipeline,
    expertElements: experts === undefined ? 0 : experts.layers * experts.expertsOnRank * 3 * hidden * experts.ffn,
    embeddingElements: model.tiedEmbeddings ? 0 : (model.vocabulary * hidden) / tensor / pipeline,
    hidden,
  };
}

function attentionWork(model: Model, tensor: number, share: number, products: MatrixProduct[], layers: number): AttentionWork {
  const { attention, hidden } = model;
  const common = {
    fullLayers: model.fullAttentionLayers * share,
    windowLayers: model.windowLayers * share,
    linearLayers: model.linearLayers * share,
    window: model.window ?? 0,
  };
  const heads = Math.max(1, attention.heads / tensor);
  if (attention.kind === 'gqa') {
    const kvHeads = Math.max(1, attention.kvHeads / tensor);
    const { headDimension } = attention;
    products.push(
      { columns: (heads + 2 * kvHeads) * headDimension, inner: hidden, count: layers, part: 'attention' },
      { columns: hidden, inner: heads * headDimension, count: layers, part: 'attention' },
    );
    const flops = 4 * heads * headDimension;
    return {
      ...common,
      heads,
      sparseTopK: undefined,
      cacheElements: 2 * kvHeads * headDimension,
      prefillRowElements: 2 * (heads + kvHeads) * headDimension,
      prefillFlopsPerPair: flops,
      decodeFlopsPerPair: flops,
    };
  }
  const { queryRank, kvRank, nopeDimension, ropeDimension, valueDimension } = attention;
  products.push(
    { columns: queryRank + kvRank + ropeDimension, inner: hidden, count: layers, part: 'attention' },
    { columns: heads * (nopeDimension + ropeDimension), inner: queryRank, count: layers, part: 'attention' },
    { columns: heads * (nopeDimension + valueDimension), inner: kvRank, count: layers, part: 'attention' },
    { columns: hidden, inner: heads * valueDimension, count: layers, part: 'attention' },
  );
  return {
    ...common,
    heads,
    sparseTopK: attention.sparseTopK,
    cacheElements: kvRank + ropeDimension,
    prefillRowElements: heads * (2 * (nopeDimension + ropeDimension) + 2 * valueDimension),
    prefillFlopsPerPair: 2 * heads * (nopeDimension + ropeDimension + valueDimension),
    decodeFlopsPerPair: 2 * heads * (2 * kvRank + ropeDimension),
  };
}

/** Parameters of the whole model, and those that one token passes. */
export function modelParameters(model: Model): { readonly total: number; readonly active: number } {
  const whole = rankWork(model, { tensor: 1, pipeline: 1, expert: 1, data: 1 });
  const dense = whole.attentionElements + whole.feedForwardElements + whole.headElements;
  const activeExperts = model.moe === undefined ? 0 : (whole.expertElements * model.moe.topK) / model.moe.experts;
  return {
    total: dense + whole.expertElements + whole.embeddingElements,
    active: dense + activeExperts,
  };
}
