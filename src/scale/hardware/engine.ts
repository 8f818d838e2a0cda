import type { KvCacheType, QuantisationName } from './quantisation.ts';
import type { Speculation } from './speculation.ts';

export type EngineName = 'vllm' | 'sglang' | 'tensorrt-llm' | 'llama.cpp';

/** An engine as it is run: its profile and the settings that change what a step costs. */
export interface Engine {
  readonly name: EngineName;
  /** Release whose measured deviation from the engine's mean is applied, e.g. `0.19.0`; the mean where absent or unknown. */
  readonly release?: string;
  readonly quantisation: QuantisationName;
  /** Format of the cache; that which goes with the weights where absent. */
  readonly kvCache?: KvCacheType;
  /** Share of the memory the engine claims; its profile's where absent. */
  readonly memoryFraction?: number;
  readonly maxSequences?: number;
  readonly maxBatchedTokens?: number;
  readonly speculation?: Speculation;
}

/** Limits an engine starts with. Its costs are in the coefficient file. */
export interface EngineProfile {
  readonly name: EngineName;
  /** Releases whose measurements made its coefficients. */
  readonly releases: string;
  readonly memoryFraction: number;
  readonly maxSequences: number;
  readonly maxBatchedTokens: number;
}

const profiles: Readonly<Record<EngineName, EngineProfile>> = {
  vllm: { name: 'vllm', releases: '0.11 to 0.19', memoryFraction: 0.9, maxSequences: 1024, maxBatchedTokens: 8192 },
  sglang: { name: 'sglang', releases: '0.5.1 to 0.5.10', memoryFraction: 0.88, maxSequences: 1024, maxBatchedTokens: 8192 },
  'tensorrt-llm': { name: 'tensorrt-llm', releases: '0.14 to 1.3', memoryFraction: 0.95, maxSequences: 2048, maxBatchedTokens: 8192 },
  'llama.cpp': { name: 'llama.cpp', releases: 'b4000 to b6918', memoryFraction: 0.95, maxSequences: 32, maxBatchedTokens: 2048 },
};

export const engineNames = Object.keys(profiles) as readonly EngineName[];
export const engineProfile = (name: EngineName): EngineProfile => profiles[name];
