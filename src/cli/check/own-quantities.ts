import { formatCount } from '../../base/number-format.ts';
import type { Resolve, ResolvedQuantity } from '../../judge/case/resolve.ts';
import { fleetDay } from '../../scale/fleet/fleet-day.ts';
import { poweredChoices, startingValues, statedDay } from '../../scale/fleet/stated-day.ts';
import { findGpu } from '../../scale/hardware/gpu-named.ts';
import { findModel } from '../../scale/hardware/model-named.ts';
import type { TrafficAnswer } from '../../show/answers/traffic-answer.ts';

/** Fewer calls than this say too little about what a person's calls are like. */
export const fewestOwnCalls = 50;

function measured(name: string, traffic: TrafficAnswer): ResolvedQuantity | undefined {
  const says = `your own ${formatCount(traffic.calls)} calls`;
  const quantity = (value: number | null, unit: string): ResolvedQuantity | undefined =>
    value === null ? undefined : { value: String(Number(value.toPrecision(4))), unit, says };
  switch (name) {
    case 'input-tokens-per-call':
      return quantity(traffic.inputTokens, 'tokens/query');
    case 'output-tokens-per-call':
      return quantity(traffic.outputTokens, 'tokens/query');
    case 'cache-hit-share':
      return quantity(traffic.cacheHit, 'fraction');
    case 'reasoning-share':
      return quantity(traffic.reasoningShare, 'fraction');
    default:
      return undefined;
  }
}

/**
 * The mix of DeepSeek's published day: 608 G tokens in, 56 % of them from cache, and 168 G out; a mean answer of 1,100
 * tokens is ours. Source: github.com/deepseek-ai/open-infra-index, day 6 (2025-02-28).
 */
const publishedMix = { input: Math.round((608 / 168) * 1100), cache: 0.56, answer: 1100, reasoning: 0, headroom: 1 } as const;

function tokensPerGpuDay(modelName: string | undefined, gpuName: string | undefined): ResolvedQuantity | undefined {
  const model = findModel(modelName ?? '');
  const gpu = findGpu(gpuName ?? '');
  if (model === undefined || gpu === undefined) return undefined;
  const day = fleetDay(statedDay({ ...startingValues, ...publishedMix }, model, gpu, poweredChoices[0]));
  if (day.kind === 'impossible') return undefined;
  const { mid } = day.needed.mean;
  const perGpu = (day.tokensPerDay.input + day.tokensPerDay.output) / mid;
  const { low, high } = day.needed.mean;
  const rounded = (value: number): string => String(Number(value.toPrecision(3)));
  return {
    value: `${rounded((perGpu * mid) / high)} to ${rounded((perGpu * mid) / low)}`,
    unit: 'tokens/GPU-day',
    says: `tare fleet: ${model.id} on ${gpu.id} at ${day.replica.sequences.toFixed(0)} sequences a replica`,
  };
}

/** Answers `measured:` from one's own calls and `planned:` from the planner; nothing where they cannot tell. */
export function ownQuantities(traffic: TrafficAnswer): Resolve {
  return (reference) => {
    const [kind, rest = ''] = reference.split(/:(.*)/s, 2);
    if (kind === 'measured') return measured(rest, traffic);
    if (kind !== 'planned') return undefined;
    const [what, model, gpu] = rest.split(' ');
    return what === 'tokens-per-gpu-day' ? tokensPerGpuDay(model, gpu) : undefined;
  };
}
