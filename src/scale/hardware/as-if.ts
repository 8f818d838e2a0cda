import { gpuSeconds, joules, type GpuSeconds, type Joules } from '../../base/units.ts';
import { TareError } from '../../base/tare-error.ts';
import { bandFactor } from './band-factor.ts';
import { coefficients } from './coefficients.ts';
import type { Gpu } from './gpu.ts';
import { layoutGpus, layoutName, type Layout } from './layout.ts';
import type { Model } from './model.ts';
import { replicaCost, type ReplicaCost } from './replica-cost.ts';

/** Tokens of some calls, by what serving them costs. */
export interface TokenMix {
  /** Prompt tokens that are computed: uncached input and cache writes. */
  readonly uncachedInput: number;
  /** Prompt tokens read from a cache: kept in memory, attended to, not computed. */
  readonly cacheRead: number;
  readonly output: number;
  /** Mean context, in tokens, that an output token attends to. */
  readonly meanContext: number;
}

/** What calls would have cost on a named open model and part. */
export interface AsIfCost {
  readonly gpuSeconds: GpuSeconds;
  readonly joules: Joules;
  /** Factor of the 80 % band on both. */
  readonly bandFactor: number;
}

/** A model on a part, as it is served at a usual load. */
export interface AsIf {
  readonly model: string;
  readonly gpu: string;
  readonly layout: string;
  /** GPU-seconds of one token: prompt, and output at a context. */
  readonly secondsPerPromptToken: (context: number) => number;
  readonly secondsPerOutputToken: (context: number) => number;
  cost(mix: TokenMix): AsIfCost;
}

// A serving batch: enough sequences to share the weights, few enough for about 20 tokens a second each; prompts in full steps.
const sequencesOfGpu = 16;
const promptStepTokens = 8192;
// Replicas are not full around the clock; the share is stated with every as-if figure.
export const asIfUtilisation = 0.6;

const layoutsToTry: readonly Layout[] = [
  ...[1, 2, 4, 8].map((tensor) => ({ tensor, pipeline: 1, expert: 1, data: 1 })),
  ...[8, 16, 32].map((data) => ({ tensor: 1, pipeline: 1, expert: data, data })),
];

/** The smallest usual layout that holds the weights and a serving batch. @throws {TareError} `model-does-not-fit` */
function smallestReplica(model: Model, gpu: Gpu): { readonly cost: ReplicaCost; readonly layout: Layout } {
  const engine = { name: 'vllm', quantisation: model.nativeQuantisation } as const;
  let refusal: TareError | undefined;
  for (const layout of layoutsToTry) {
    if (layout.expert > 1 && model.moe === undefined) continue;
    try {
      const cost = replicaCost(model, gpu, layout, engine);
      if (cost.kvCapacity >= 65_536) return { cost, layout };
    } catch (error) {
      if (!TareError.isInstance(error)) throw error;
      refusal = error;
    }
  }
  throw (
    refusal ??
    new TareError({
      code: 'model-does-not-fit',
      message: `${model.id} leaves no cache on ${gpu.id}`,
      hint: 'Name a part with more memory.',
    })
  );
}

/**
 * GPU-seconds and joules of a token mix, as if served as `model` on `gpu`: prompts in full prefill steps, answers in a serving
 * batch, cache reads as attention over what is kept, and the share of time that replicas wait.
 * @throws {TareError} `model-does-not-fit`
 */
export function asIf(model: Model, gpu: Gpu): AsIf {
  const { cost, layout } = smallestReplica(model, gpu);
  const gpus = layoutGpus(layout);
  const promptBatch = (context: number) => ({
    prefillTokens: promptStepTokens,
    prefillSequences: Math.max(1, promptStepTokens / Math.max(1, context)),
    prefillAttentionPairs: promptStepTokens * (context / 2),
    decodeSequences: 0,
    decodeContextTokens: 0,
  });
  const outputBatch = (context: number) => {
    const sequences = Math.max(1, Math.min(sequencesOfGpu * gpus, cost.kvCapacity / Math.max(1, context)));
    return {
      prefillTokens: 0,
      prefillSequences: 0,
      prefillAttentionPairs: 0,
      decodeSequences: sequences,
      decodeContextTokens: sequences * context,
    };
  };
  const perPrompt = (context: number): number => (cost.stepSeconds(promptBatch(context)) * gpus) / promptStepTokens / asIfUtilisation;
  const perOutput = (context: number): number => {
    const batch = outputBatch(context);
    return (cost.stepSeconds(batch) * gpus) / batch.decodeSequences / asIfUtilisation;
  };
  const wattsOf = (batch: ReturnType<typeof promptBatch>): number =>
    (cost.stepPower(batch) * asIfUtilisation + cost.idlePower * (1 - asIfUtilisation)) / gpus;
  return {
    model: model.id,
    gpu: gpu.id,
    layout: layoutName(layout),
    secondsPerPromptToken: perPrompt,
    secondsPerOutputToken: perOutput,
    cost({ uncachedInput, cacheRead, output, meanContext }) {
      // A cached prefix lengthens the context that computed tokens attend to; it is not computed itself.
      const total = uncachedInput + cacheRead;
      const attended = total === 0 ? 0 : meanContext * (1 + cacheRead / total);
      const promptSeconds = uncachedInput * perPrompt(attended);
      const outputSeconds = output * perOutput(meanContext);
      return {
        gpuSeconds: gpuSeconds(promptSeconds + outputSeconds),
        joules: joules(promptSeconds * wattsOf(promptBatch(attended)) + outputSeconds * wattsOf(outputBatch(meanContext))),
        bandFactor: bandFactor(coefficients, 'throughput', model, gpu),
      };
    },
  };
}
