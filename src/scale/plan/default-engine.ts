import type { EngineName } from '../hardware/engine.ts';
import type { Architecture, Gpu } from '../hardware/gpu.ts';
import type { Model } from '../hardware/model.ts';
import type { QuantisationName } from '../hardware/quantisation.ts';

/** Run with llama.cpp by most people. */
const ownMachines: ReadonlySet<Architecture> = new Set(['desktop-cpu', 'unified-memory', 'consumer-gpu']);

/** The engine that such a part is usually run with. */
export function usualEngine(gpu: Gpu): EngineName {
  const isGraphicsCard = gpu.architecture === 'ada' && gpu.memoryGigabytes <= 24 && gpu.scaleOutGigabytesPerSecond === undefined;
  return ownMachines.has(gpu.architecture) || isGraphicsCard ? 'llama.cpp' : 'vllm';
}

/** The checkpoint's own format, or on parts run with llama.cpp, which reads GGUF files, Q8_0 in place of bf16 and fp8. */
export function usualQuantisation(model: Model, engine: EngineName): QuantisationName {
  if (engine === 'llama.cpp' && model.nativeQuantisation !== 'mxfp4') return 'q8_0';
  return model.nativeQuantisation;
}
