import { z } from 'zod';
import { TareError } from '../../base/tare-error.ts';
import type { GroupedQueryAttention, LatentAttention, MixtureOfExperts, Model } from './model.ts';

const count = z.number().int().positive();

const configSchema = z
  .object({
    model_type: z.string().optional(),
    num_hidden_layers: count,
    hidden_size: count,
    num_attention_heads: count,
    num_key_value_heads: count.optional(),
    head_dim: count.nullish(),
    intermediate_size: count.nullish(),
    vocab_size: count,
    tie_word_embeddings: z.boolean().optional(),
    max_position_embeddings: count.optional(),
    sliding_window: count.nullish(),
    use_sliding_window: z.boolean().optional(),
    layer_types: z.array(z.string()).optional(),
    full_attention_interval: count.optional(),
    kv_lora_rank: count.nullish(),
    q_lora_rank: count.nullish(),
    qk_nope_head_dim: count.nullish(),
    qk_rope_head_dim: count.nullish(),
    v_head_dim: count.nullish(),
    index_topk: count.nullish(),
    num_local_experts: count.nullish(),
    num_experts: count.nullish(),
    n_routed_experts: count.nullish(),
    num_experts_per_tok: count.nullish(),
    experts_per_token: count.nullish(),
    moe_intermediate_size: count.nullish(),
    n_shared_experts: z.number().int().nonnegative().nullish(),
    shared_expert_intermediate_size: z.number().int().nonnegative().nullish(),
    first_k_dense_replace: z.number().int().nonnegative().nullish(),
    quantization_config: z.looseObject({ quant_method: z.string().optional() }).nullish(),
  })
  .loose();

type Config = z.infer<typeof configSchema>;

/**
 * A model from its Hugging Face `config.json` (the text tower, where there are several).
 * @throws {TareError} `bad-model-config`, naming the field
 */
export function modelFromConfig(json: unknown, name: string): Model {
  const outer = typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : {};
  const parsed = configSchema.safeParse(outer['text_config'] ?? json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new TareError({
      code: 'bad-model-config',
      message: `${name}: ${issue?.path.join('.') ?? 'config'}: ${issue?.message ?? 'not a config.json'}`,
      hint: 'Give the config.json of a decoder-only transformer as Hugging Face ships it.',
    });
  }
  const config = parsed.data;
  const layers = config.num_hidden_layers;
  const moe = expertsOf(config);
  const denseLayers = moe === undefined ? layers : Math.min(layers, config.first_k_dense_replace ?? 0);
  const kinds = layerKinds(config);
  return {
    id: name,
    family: config.model_type ?? name,
    layers,
    hidden: config.hidden_size,
    vocabulary: config.vocab_size,
    tiedEmbeddings: config.tie_word_embeddings ?? false,
    attention: attentionOf(config, name),
    ...kinds,
    denseLayers,
    denseFfn: denseLayers > 0 ? (config.intermediate_size ?? 4 * config.hidden_size) : 0,
    ...(moe === undefined ? {} : { moe }),
    maxContext: config.max_position_embeddings ?? 32_768,
    nativeQuantisation: nativeOf(config.quantization_config?.quant_method),
    source: { text: `config.json given as ${name}`, date: '', verified: true },
  };
}

function attentionOf(config: Config, name: string): GroupedQueryAttention | LatentAttention {
  const heads = config.num_attention_heads;
  if (config.kv_lora_rank !== undefined && config.kv_lora_rank !== null) {
    const missing = (['qk_nope_head_dim', 'qk_rope_head_dim', 'v_head_dim'] as const).find((field) => typeof config[field] !== 'number');
    if (missing !== undefined) {
      throw new TareError({
        code: 'bad-model-config',
        message: `${name}: ${missing} is missing beside kv_lora_rank`,
        hint: 'Latent attention needs all of its head dimensions.',
      });
    }
    return {
      kind: 'mla',
      heads,
      queryRank: config.q_lora_rank ?? config.hidden_size,
      kvRank: config.kv_lora_rank,
      nopeDimension: config.qk_nope_head_dim as number,
      ropeDimension: config.qk_rope_head_dim as number,
      valueDimension: config.v_head_dim as number,
      ...(typeof config.index_topk === 'number' ? { sparseTopK: config.index_topk } : {}),
    };
  }
  return {
    kind: 'gqa',
    heads,
    kvHeads: config.num_key_value_heads ?? heads,
    headDimension: config.head_dim ?? Math.floor(config.hidden_size / heads),
  };
}

function expertsOf(config: Config): MixtureOfExperts | undefined {
  const experts = config.n_routed_experts ?? config.num_local_experts ?? config.num_experts;
  const topK = config.num_experts_per_tok ?? config.experts_per_token;
  if (typeof experts !== 'number' || typeof topK !== 'number' || experts <= 1) return undefined;
  const expertFfn = config.moe_intermediate_size ?? config.intermediate_size ?? 0;
  const sharedFfn = config.shared_expert_intermediate_size ?? (config.n_shared_experts ?? 0) * expertFfn;
  return { experts, topK, expertFfn, sharedFfn };
}

function layerKinds(config: Config): Pick<Model, 'fullAttentionLayers' | 'windowLayers' | 'window' | 'linearLayers'> {
  const layers = config.num_hidden_layers;
  const window = config.use_sliding_window === false ? undefined : (config.sliding_window ?? undefined);
  const windowed = (windowLayers: number, linearLayers: number) => ({
    fullAttentionLayers: layers - windowLayers - linearLayers,
    windowLayers,
    ...(windowLayers > 0 && window !== undefined ? { window } : {}),
    linearLayers,
  });
  if (config.layer_types !== undefined) {
    const of = (word: string): number => config.layer_types?.filter((type) => type.includes(word)).length ?? 0;
    return windowed(window === undefined ? 0 : of('sliding'), of('linear'));
  }
  if (config.full_attention_interval !== undefined) return windowed(0, layers - Math.floor(layers / config.full_attention_interval));
  return windowed(window === undefined ? 0 : layers, 0);
}

function nativeOf(method: string | undefined): Model['nativeQuantisation'] {
  if (method?.includes('mxfp4') === true) return 'mxfp4';
  return method?.includes('fp8') === true ? 'fp8' : 'bf16';
}
