import type { KvCacheType, QuantisationName } from './quantisation.ts';

export type EngineName = 'vllm' | 'sglang' | 'tensorrt-llm' | 'llama.cpp';

/** An engine as it is run: its profile and the settings that change what a step costs. */
export interface Engine {
  readonly name: EngineName;
  readonly quantisation: QuantisationName;
  /** Format of the cache; that which goes with the weights where absent. */
  readonly kvCache?: KvCacheType;
  /** Share of the memory the engine claims; its profile's where absent. */
  readonly memoryFraction?: number;
  readonly maxSequences?: number;
  readonly maxBatchedTokens?: number;
  /** Drafts a step verifies, and the tokens it then yields in the mean (at least 1). */
  readonly speculation?: { readonly drafts: number; readonly tokensPerStep: number };
}

/** What an engine release costs beside its kernels. Seconds unless said otherwise. */
export interface EngineProfile {
  readonly name: EngineName;
  /** Releases whose measurements made the figures. */
  readonly releases: string;
  readonly memoryFraction: number;
  readonly maxSequences: number;
  readonly maxBatchedTokens: number;
  /** Once a step: scheduling, input preparation, sampling, detokenizing. */
  readonly stepOverhead: number;
  /** Once a layer: launches and small kernels that no operation class covers. */
  readonly layerOverhead: number;
  /** Once a sequence and step. */
  readonly sequenceOverhead: number;
  readonly requestOverhead: number;
}

const profiles: Readonly<Record<EngineName, EngineProfile>> = {
  vllm: {
    name: 'vllm',
    releases: '0.11 to 0.19',
    memoryFraction: 0.9,
    maxSequences: 1024,
    maxBatchedTokens: 8192,
    stepOverhead: 1.5e-3,
    layerOverhead: 12e-6,
    sequenceOverhead: 5e-6,
    requestOverhead: 15e-3,
  },
  sglang: {
    name: 'sglang',
    releases: '0.5.1 to 0.5.10',
    memoryFraction: 0.88,
    maxSequences: 1024,
    maxBatchedTokens: 8192,
    stepOverhead: 1.2e-3,
    layerOverhead: 12e-6,
    sequenceOverhead: 4e-6,
    requestOverhead: 15e-3,
  },
  'tensorrt-llm': {
    name: 'tensorrt-llm',
    releases: '0.17 to 1.3',
    memoryFraction: 0.9,
    maxSequences: 2048,
    maxBatchedTokens: 8192,
    stepOverhead: 0.8e-3,
    layerOverhead: 8e-6,
    sequenceOverhead: 3e-6,
    requestOverhead: 10e-3,
  },
  'llama.cpp': {
    name: 'llama.cpp',
    releases: 'b4000 to b6918',
    memoryFraction: 0.95,
    maxSequences: 32,
    maxBatchedTokens: 2048,
    stepOverhead: 0.3e-3,
    layerOverhead: 8e-6,
    sequenceOverhead: 10e-6,
    requestOverhead: 2e-3,
  },
};

export const engineNames = Object.keys(profiles) as readonly EngineName[];
export const engineProfile = (name: EngineName): EngineProfile => profiles[name];
