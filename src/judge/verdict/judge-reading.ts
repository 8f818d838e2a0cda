import { seed as seedOf, type Seed } from '../../base/random.ts';
import type { LinkedCase, LinkedDefinition, LinkedModel } from '../case/linked-case.ts';
import { sampleModel, type ModelSample } from '../sampling/sample-model.ts';
import { breakEvenOf, type BreakEven } from '../sensitivity/break-even.ts';
import { PointRunner } from '../sensitivity/point-runner.ts';
import { rankCorrelations } from '../sensitivity/rank-correlation.ts';
import { sobolIndices } from '../sensitivity/sobol-indices.ts';
import { tornadoOf } from '../sensitivity/tornado.ts';
import type { ConflictAnswer, ReadingAnswer, SensitivityAnswer } from './case-answer.ts';
import { decidingInputs } from './deciding-inputs.ts';
import { capOfStrength, strengthOf } from './evidence-strength.ts';
import type { JudgeOptions } from './judge-options.ts';
import { cappedCertainty, certaintyOf, wordOf, type Certainty, type VerdictWord } from './verdict-words.ts';

/** A reading with what only the claim's verdict needs. */
export interface JudgedReading {
  readonly answer: ReadingAnswer;
  readonly certainty: Certainty;
  /** The certainty before evidence capped it. */
  readonly uncapped: Certainty;
  readonly sensitivity: readonly SensitivityAnswer[];
  /** Computed when asked for: only one definition of a claim shows them. */
  readonly breakEvens: () => readonly BreakEven[];
  /** The assumption without a source that alone decides, where there is one. */
  readonly restsOn: string | undefined;
}

/** An assumption counts as deciding alone from this share of the variance. */
const aloneShare = 0.5;
const conflictSamples = 20_000;

/** @param sample what sampling the definition's model showed; absent where it has none */
export function judgeReading(
  linked: LinkedCase,
  definition: LinkedDefinition,
  sample: ModelSample | undefined,
  options: JudgeOptions,
): JudgedReading {
  const { source, model } = definition;
  if (model === undefined || sample === undefined) return unreadable(definition);
  const sensitivity = sensitivityOf(linked, model, sample, options);
  const probability = sample.probability;
  const uncapped = probability === undefined ? 0 : certaintyOf(probability, sample.samples - sample.undefinedSamples);
  const weakest = weakestOf(linked, decidingInputs(linked, model, sensitivity, options.seed));
  const capped = weakest === undefined ? uncapped : cappedCertainty(uncapped, capOfStrength(weakest.strength));
  const restsOn = Math.abs(uncapped) <= 1 ? aloneOn(linked, sensitivity) : undefined;
  const certainty = restsOn === undefined ? capped : 0;
  return {
    certainty,
    uncapped,
    sensitivity,
    breakEvens: () => (options.deep ? breakEvensOf(linked, model, options.seed) : []),
    restsOn,
    answer: {
      definition: source.id,
      role: source.role,
      says: source.says,
      verdict: wordOf(certainty),
      probability,
      quantity: quantityOf(sample, model),
      quantiles: sample.quantiles,
      histogram: sample.histogram,
      threshold: thresholdOf(linked, model),
      missing: source.missing,
      undefinedSamples: sample.undefinedSamples,
      inputs: [...model.inputs, ...model.thresholds],
      cappedBy: Math.abs(capped) < Math.abs(uncapped) && weakest !== undefined ? weakest : undefined,
      tornado: options.deep ? tornadoOf(linked, model) : undefined,
      conflicts: options.deep ? conflictsOf(linked, model, options) : [],
      seeds: options.otherSeeds === 0 ? undefined : otherSeeds(linked, model, options),
    },
  };
}

function breakEvensOf(linked: LinkedCase, model: LinkedModel, seedOfDraws: Seed): BreakEven[] {
  return model.inputs.flatMap((name) =>
    linked.inputs.get(name)?.from === 'definition' ? [] : (breakEvenOf(linked, model, name, seedOfDraws) ?? []),
  );
}

function unreadable({ source }: LinkedDefinition): JudgedReading {
  return {
    certainty: 0,
    uncapped: 0,
    sensitivity: [],
    breakEvens: () => [],
    restsOn: undefined,
    answer: {
      definition: source.id,
      role: source.role,
      says: source.says,
      verdict: 'cannot tell',
      probability: undefined,
      quantity: undefined,
      quantiles: undefined,
      histogram: undefined,
      threshold: undefined,
      missing: source.missing,
      undefinedSamples: 0,
      inputs: [],
      cappedBy: undefined,
      tornado: undefined,
      conflicts: [],
      seeds: undefined,
    },
  };
}

const isVarying = (linked: LinkedCase, name: string): boolean => linked.inputs.get(name)?.distribution.kind !== 'point';

export function sensitivityOf(linked: LinkedCase, model: LinkedModel, sample: ModelSample, options: JudgeOptions): SensitivityAnswer[] {
  const varying = model.inputs.filter((name) => isVarying(linked, name));
  const ranks = rankCorrelations(sample.kept.result, varying, sample.kept.inputs);
  const indices = options.sobolSamples === 0 ? [] : sobolIndices(linked, model, options.seed, options.sobolSamples);
  const squares = ranks.reduce((sum, rank) => sum + rank * rank, 0);
  return varying
    .map((input, position): SensitivityAnswer => {
      const rank = ranks[position] ?? 0;
      const index = indices.find((candidate) => candidate.input === input);
      const share = squares === 0 ? 0 : (rank * rank) / squares;
      return {
        input,
        rank,
        sobolFirst: index?.first ?? (options.sobolSamples === 0 ? share : 0),
        sobolFirstError: index?.firstError ?? 0,
        sobolTotal: index?.total ?? (options.sobolSamples === 0 ? share : 0),
        sobolTotalError: index?.totalError ?? 0,
      };
    })
    .sort((left, right) => right.sobolTotal - left.sobolTotal);
}

function weakestOf(linked: LinkedCase, names: readonly string[]): { input: string; strength: number } | undefined {
  let weakest: { input: string; strength: number } | undefined;
  for (const name of names) {
    const input = linked.inputs.get(name);
    const strength = input === undefined ? undefined : strengthOf(input);
    if (strength !== undefined && (weakest === undefined || strength < weakest.strength)) weakest = { input: name, strength };
  }
  return weakest;
}

function aloneOn(linked: LinkedCase, sensitivity: readonly SensitivityAnswer[]): string | undefined {
  const [first] = sensitivity;
  if (first === undefined || first.sobolTotal < aloneShare) return undefined;
  const input = linked.inputs.get(first.input);
  return input !== undefined && strengthOf(input) === 0 ? first.input : undefined;
}

function quantityOf(sample: ModelSample, model: LinkedModel): ReadingAnswer['quantity'] {
  const { quantiles } = sample;
  return quantiles === undefined ? undefined : { low: quantiles.p05, best: quantiles.p50, high: quantiles.p95, unit: model.unit.text };
}

/** Where the rule stands on the axis of the result, when it is one comparison with the result on its left. */
export function thresholdOf(linked: LinkedCase, model: LinkedModel): number | undefined {
  const { rule } = model;
  if (rule.kind !== 'comparison' || rule.left.kind !== 'name' || rule.left.name !== 'result') return undefined;
  const value = new PointRunner(linked, { ...model, formula: rule.right }).at({});
  return Number.isFinite(value) ? value : undefined;
}

/** Runs the definition once more for each conflict, with the other row in its place. */
function conflictsOf(linked: LinkedCase, model: LinkedModel, options: JudgeOptions): ConflictAnswer[] {
  return model.inputs.flatMap((name) => {
    const input = linked.inputs.get(name);
    if (input?.row === undefined) return [];
    return input.row.conflictsWith.flatMap((instead): ConflictAnswer[] => {
      const other = linked.inputs.get(instead);
      if (other === undefined) return [];
      const swapped: LinkedCase = { ...linked, inputs: new Map(linked.inputs).set(name, { ...other, id: name }) };
      const sample = sampleModel(swapped, model, options.seed, Math.min(options.samples, conflictSamples));
      const defined = sample.samples - sample.undefinedSamples;
      const certainty = sample.probability === undefined ? 0 : certaintyOf(sample.probability, defined);
      return [{ row: name, instead, verdict: wordOf(certainty), probability: sample.probability, quantity: quantityOf(sample, model) }];
    });
  });
}

function otherSeeds(linked: LinkedCase, model: LinkedModel, options: JudgeOptions): NonNullable<ReadingAnswer['seeds']> {
  const samples = Math.max(1000, Math.round(options.samples / 10));
  const words = new Set<VerdictWord>();
  const probabilities: number[] = [];
  for (let offset = 1; offset <= options.otherSeeds; offset++) {
    const { probability, undefinedSamples } = sampleModel(linked, model, seedOf(options.seed + offset), samples);
    if (probability === undefined) continue;
    probabilities.push(probability);
    words.add(wordOf(certaintyOf(probability, samples - undefinedSamples)));
  }
  return { words: [...words], low: Math.min(...probabilities), high: Math.max(...probabilities) };
}
