import type { EngineName } from '../hardware/engine.ts';
import type { Gpu } from '../hardware/gpu.ts';
import type { Model } from '../hardware/model.ts';
import type { QuantisationName } from '../hardware/quantisation.ts';

/** The engine that such a part is usually run with. */
export function usualEngine(gpu: Gpu): EngineName {
  switch (gpu.architecture) {
    case 'desktop-cpu':
    case 'unified-memory':
    case 'consumer-gpu':
      return 'llama.cpp';
    default:
      return gpu.memoryGigabytes <= 32 && gpu.architecture === 'ada' ? 'llama.cpp' : 'vllm';
  }
}

/** The checkpoint's own format, or on parts run with llama.cpp, which reads GGUF files, Q8_0 in place of bf16 and fp8. */
export function usualQuantisation(model: Model, engine: EngineName): QuantisationName {
  if (engine === 'llama.cpp' && model.nativeQuantisation !== 'mxfp4') return 'q8_0';
  return model.nativeQuantisation;
}
