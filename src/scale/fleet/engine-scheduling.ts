import type { EngineName } from '../hardware/engine.ts';

/**
 * Whether an engine decides on a step while the one before runs, so that arrivals and freed places count one step later.
 * vLLM: asynchronous scheduling, on by default in current releases and visible in the 0.19 request logs; SGLang: the overlap
 * scheduler, default since 0.4; TensorRT-LLM: the overlap scheduler of its PyTorch backend. llama.cpp's server does not.
 */
const ahead: Readonly<Record<EngineName, boolean>> = { vllm: true, sglang: true, 'tensorrt-llm': true, 'llama.cpp': false };

export const schedulesAhead = (engine: EngineName): boolean => ahead[engine];
