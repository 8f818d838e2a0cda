import type { RunTraits } from './correction.ts';
import { secondsOfParts, type PhysicalReplica, type StepParts } from './physical-replica.ts';

/** What a replica does in a run, as far as its deviation from physics depends on it. */
export interface RunSituation {
  /** Sequences that decode at once. */
  readonly sequences: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Share of the step time that goes to prompts. */
  readonly prefillShare: number;
  /** Share of the time to first token that a request waits for others. */
  readonly waitingShare: number;
  /** What the step consists of that decides the metric: a prompt's for the time to first token, a decode step otherwise. */
  readonly step: StepParts;
  /** How requests come; a closed loop where absent. */
  readonly load?: string;
  /** Day of a campaign of measurements: what its containers and settings share. */
  readonly campaign?: string;
}

const limited = (value: number): number => Math.max(-1.5, Math.min(2, value));

/** What a replica in a situation is known by. */
export function runTraits(replica: PhysicalReplica, situation: RunSituation): RunTraits {
  const { model, gpu, layout, engine } = replica;
  const { sequences, inputTokens, outputTokens, prefillShare, waitingShare, step, campaign } = situation;
  const ranks = layout.tensor * layout.data;
  const spread = layout.data > 1 ? 'attention-data' : layout.expert > 1 ? 'expert' : 'tensor';
  const whole = secondsOfParts(step);
  const share = (part: keyof StepParts): number => (whole > 0 ? step[part] / whole : 0);
  return {
    levels: {
      engine: engine.name,
      architecture: gpu.architecture,
      gpu: gpu.id,
      format: engine.quantisation,
      model: model.id,
      lineage: model.family,
      family: model.moe === undefined ? 'dense' : 'moe',
      layout: spread,
      load: situation.load ?? 'closed-loop',
      // A bare engine is its mean over releases.
      ...(engine.release === undefined || engine.release === '' ? {} : { release: `${engine.name}-${engine.release}` }),
      ...(campaign === undefined ? {} : { campaign: `${engine.name}@${campaign}` }),
    },
    covariates: {
      batch: limited((Math.log2(Math.max(0.5, sequences)) - 4) / 3),
      ranks: limited((Math.log2(ranks) - 2) / 2),
      input: limited((Math.log2(Math.max(1, inputTokens)) - 11) / 2),
      output: limited((Math.log2(Math.max(1, outputTokens)) - 10) / 2),
      prefill: prefillShare,
      waiting: waitingShare,
      products: share('gemm'),
      attention: share('attention'),
      experts: share('experts'),
      network: share('network'),
      overhead: share('overhead'),
    },
  };
}
