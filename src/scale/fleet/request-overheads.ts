import { seconds } from '../../base/units.ts';
import type { EngineName } from '../hardware/engine.ts';
import type { Architecture } from '../hardware/gpu.ts';
import { wholeStepCost, type ReplicaCost, type StepBatch } from '../hardware/replica-cost.ts';
import { sharedByTokens } from '../hardware/speculation.ts';
import { costOfAllRanks } from './all-ranks.ts';
import { overlappedReplica } from './overlapped-replica.ts';
import type { ReplicaRecipe } from './scenario.ts';

/** What request logs show beyond the steady runs that the cost model is calibrated to. */
export interface RequestOverheads {
  /** Seconds that each step takes more: the host between steps, with sampling, detokenizing and, under data parallelism, the ranks' agreement. */
  readonly step: number;
  /** Factor on what decoding sequences, and on what prompt tokens, cost in a step. */
  readonly decode: number;
  readonly prompt: number;
}

/**
 * Fitted together to all logs of an engine on an architecture by `npx tsx bench/requests.ts --fit`, which also predicts each
 * log with overheads fitted to the others. vLLM 0.19 on RTX PRO 6000, which has no link but PCIe: a dense model with TP2 and
 * a mixture of experts with DP2 and EP.
 */
const logged: Partial<Record<`${EngineName} ${Architecture}`, RequestOverheads>> = {
  'vllm blackwell-workstation': { step: 0.0044, decode: 1.165, prompt: 0.98 },
};

/** The cost of a replica as a log of requests would show it; the cost model's own where there is no log. */
export function requestCost(recipe: ReplicaRecipe): ReplicaCost {
  return sharedByTokens(
    recipe.wide === undefined ? loggedSteps(recipe) : overlappedReplica(recipe, recipe.wide),
    recipe.engine.speculation,
  );
}

function loggedSteps({ model, gpu, layout, engine }: ReplicaRecipe): ReplicaCost {
  const cost = costOfAllRanks(wholeStepCost(model, gpu, layout, engine), layout);
  const overheads = logged[`${engine.name} ${gpu.architecture}`];
  return overheads === undefined ? cost : withOverheads(cost, overheads);
}

export function withOverheads(cost: ReplicaCost, overheads: RequestOverheads): ReplicaCost {
  const stepSeconds = (batch: StepBatch): number => {
    const all = cost.stepSeconds(batch);
    if (batch.prefillTokens === 0) return overheads.step + all * overheads.decode;
    if (batch.decodeSequences === 0) return overheads.step + all * overheads.prompt;
    const decode = cost.stepSeconds({ ...batch, prefillTokens: 0, prefillSequences: 0, prefillAttentionPairs: 0 });
    return overheads.step + decode * overheads.decode + (all - decode) * overheads.prompt;
  };
  return { ...cost, stepSeconds: (batch) => seconds(stepSeconds(batch)) };
}
