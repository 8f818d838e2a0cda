import { writeFileSync } from 'node:fs';

const embedding = 64;
const layers = 2;
const heads = 4;
const feedForward = 128;

/** Types of values in a GGUF header, as the format numbers them. */
const type = { u32: 4, i32: 5, f32: 6, text: 8, list: 9 } as const;
const alignment = 32;

const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};
const u64 = (value: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
};
const f32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return bytes;
};
const text = (value: string): Buffer => Buffer.concat([u64(Buffer.byteLength(value)), Buffer.from(value)]);
const padding = (length: number): Buffer => Buffer.alloc((alignment - (length % alignment)) % alignment);

interface Vocabulary {
  readonly tokens: readonly string[];
  readonly scores: readonly number[];
  readonly kinds: readonly number[];
}

/** All bytes, and a few words and letters, so that any text can be tokenised. */
function vocabulary(): Vocabulary {
  const special = ['<unk>', '<s>', '</s>'];
  const bytes = Array.from({ length: 256 }, (_, value) => `<0x${value.toString(16).toUpperCase().padStart(2, '0')}>`);
  const words = '▁the ▁a ▁of ▁and ▁to ▁in ▁is ▁it ▁answer ▁so ▁wait ▁let ▁me ▁1 ▁2 ▁3 th he in er an re on at en nd'.split(' ');
  const letters = Array.from('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,:;!?=+-*/()▁');
  const pieces = [...new Set([...words, ...letters])];
  const first = special.length + bytes.length;
  return {
    tokens: [...special, ...bytes, ...pieces],
    scores: [...special.map(() => 0), ...bytes.map(() => 0), ...pieces.map((_, index) => -(first + index))],
    // 2 unknown, 3 control, 6 byte, 1 normal.
    kinds: [2, 3, 3, ...bytes.map(() => 6), ...pieces.map(() => 1)],
  };
}

/** Uniform numbers around 0; a linear congruential generator (Numerical Recipes), enough for weights that mean nothing. */
function randomWeights(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
}

interface Tensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Buffer;
}

function tensors(vocabularySize: number, random: () => number): Tensor[] {
  const tensor = (name: string, shape: readonly number[], value: () => number): Tensor => {
    const size = shape.reduce((product, each) => product * each, 1);
    return { name, shape, data: Buffer.concat(Array.from({ length: size }, () => f32(value()))) };
  };
  const scaled = (scale: number) => (): number => random() * scale;
  const one = (): number => 1;
  return [
    tensor('token_embd.weight', [embedding, vocabularySize], scaled(2)),
    ...Array.from({ length: layers }, (_, layer) => [
      tensor(`blk.${layer}.attn_norm.weight`, [embedding], one),
      ...['q', 'k', 'v', 'output'].map((part) => tensor(`blk.${layer}.attn_${part}.weight`, [embedding, embedding], scaled(0.5))),
      tensor(`blk.${layer}.ffn_norm.weight`, [embedding], one),
      tensor(`blk.${layer}.ffn_gate.weight`, [embedding, feedForward], scaled(0.5)),
      tensor(`blk.${layer}.ffn_up.weight`, [embedding, feedForward], scaled(0.5)),
      tensor(`blk.${layer}.ffn_down.weight`, [feedForward, embedding], scaled(0.5)),
    ]).flat(),
    tensor('output_norm.weight', [embedding], one),
    tensor('output.weight', [embedding, vocabularySize], scaled(1)),
  ];
}

const template = "{% for m in messages %}<|{{ m['role'] }}|>\n{{ m['content'] }}\n{% endfor %}<|assistant|>\n";

/**
 * Writes a valid GGUF file of half a megabyte: llama architecture, byte-level vocabulary, seeded random weights. What it
 * says is gibberish and the same for a seed, so tests drive the real engine without a download.
 */
export function writeTinyGguf(file: string, contextLength = 2048, seed = 1): void {
  const { tokens, scores, kinds } = vocabulary();
  const weights = tensors(tokens.length, randomWeights(seed));
  const entry = (key: string, kind: number, value: Buffer): Buffer => Buffer.concat([text(key), u32(kind), value]);
  const list = (kind: number, values: readonly Buffer[]): Buffer => Buffer.concat([u32(kind), u64(values.length), ...values]);
  const numbers: readonly (readonly [string, number])[] = [
    ['llama.context_length', contextLength],
    ['llama.embedding_length', embedding],
    ['llama.block_count', layers],
    ['llama.feed_forward_length', feedForward],
    ['llama.attention.head_count', heads],
    ['llama.attention.head_count_kv', heads],
    ['llama.rope.dimension_count', embedding / heads],
    ['llama.vocab_size', tokens.length],
    ['general.file_type', 0],
    ['tokenizer.ggml.bos_token_id', 1],
    ['tokenizer.ggml.eos_token_id', 2],
    ['tokenizer.ggml.unknown_token_id', 0],
  ];
  const entries = [
    entry('general.architecture', type.text, text('llama')),
    entry('general.name', type.text, text('tare-tiny')),
    ...numbers.map(([key, value]) => entry(key, type.u32, u32(value))),
    entry('llama.attention.layer_norm_rms_epsilon', type.f32, f32(1e-5)),
    entry('tokenizer.ggml.model', type.text, text('llama')),
    entry('tokenizer.ggml.tokens', type.list, list(type.text, tokens.map(text))),
    entry('tokenizer.ggml.scores', type.list, list(type.f32, scores.map(f32))),
    entry('tokenizer.ggml.token_type', type.list, list(type.i32, kinds.map(u32))),
    entry('tokenizer.chat_template', type.text, text(template)),
  ];
  let offset = 0;
  const infos = weights.map(({ name, shape, data }) => {
    const info = Buffer.concat([text(name), u32(shape.length), ...shape.map(u64), u32(0), u64(offset)]);
    offset += Math.ceil(data.length / alignment) * alignment;
    return info;
  });
  const head = Buffer.concat([Buffer.from('GGUF'), u32(3), u64(weights.length), u64(entries.length), ...entries, ...infos]);
  writeFileSync(file, Buffer.concat([head, padding(head.length), ...weights.flatMap(({ data }) => [data, padding(data.length)])]));
}
