import { randomFrom, seed } from '../../src/base/random.ts';
import type { PhaseModel } from '../../src/prove/phases/phase-model.ts';
import { phases, type Phase } from '../../src/prove/phases/phase.ts';
import { featureBuckets, featuresOf, shapeOf } from '../../src/prove/phases/sentence-features.ts';
import type { LabelledTrace } from './labelled-traces.ts';

const classes = phases.length;
const epochs = 8;
const rate = 0.15;
const shrinkage = 2e-6;

interface Example {
  readonly features: Int32Array;
  readonly label: number;
}

function examplesOf(traces: readonly LabelledTrace[]): Example[] {
  return traces.flatMap((trace) => {
    const shapes = trace.sentences.map(shapeOf);
    return trace.labels.flatMap((label, index) =>
      label === undefined ? [] : [{ features: featuresOf(shapes, index), label: phases.indexOf(label) }],
    );
  });
}

/** How phases follow each other, over how often they occur at all; add-one smoothing. */
function transitionsOf(traces: readonly LabelledTrace[]): Float64Array {
  const follows = new Float64Array(classes * classes).fill(1);
  const occurs = new Float64Array(classes).fill(1);
  for (const trace of traces) {
    for (const [index, label] of trace.labels.entries()) {
      if (label === undefined) continue;
      const phase = phases.indexOf(label);
      (occurs[phase] as number)++;
      const before = trace.labels[index - 1];
      if (before !== undefined) (follows[phases.indexOf(before) * classes + phase] as number)++;
    }
  }
  const total = occurs.reduce((sum, count) => sum + count, 0);
  return follows.map((count, at) => {
    const row = Math.floor(at / classes) * classes;
    const rowTotal = follows.subarray(row, row + classes).reduce((sum, each) => sum + each, 0);
    return Math.log(count / rowTotal) - Math.log((occurs[at % classes] as number) / total);
  });
}

/** Multinomial logistic regression by AdaGrad over shuffled examples; the same traces give the same model. */
export function trainLinear(traces: readonly LabelledTrace[]): PhaseModel {
  const examples = examplesOf(traces);
  const random = randomFrom(seed(1), 'phases');
  const weights = new Float32Array(featureBuckets * classes);
  const squares = new Float32Array(featureBuckets * classes).fill(0.01);
  const bias = new Float64Array(classes);
  const scores = new Float64Array(classes);
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (let index = examples.length - 1; index > 0; index--) {
      const other = Math.floor(random.next() * (index + 1));
      [examples[index], examples[other]] = [examples[other] as Example, examples[index] as Example];
    }
    for (const { features, label } of examples) {
      const norm = 1 / Math.sqrt(features.length);
      scores.set(bias);
      for (const bucket of features) {
        for (let phase = 0; phase < classes; phase++) (scores[phase] as number) += (weights[bucket * classes + phase] as number) * norm;
      }
      const largest = Math.max(...scores);
      let sum = 0;
      for (let phase = 0; phase < classes; phase++) sum += scores[phase] = Math.exp((scores[phase] as number) - largest);
      for (let phase = 0; phase < classes; phase++) {
        const error = (scores[phase] as number) / sum - (phase === label ? 1 : 0);
        (bias[phase] as number) -= 0.01 * error;
        for (const bucket of features) {
          const at = bucket * classes + phase;
          const gradient = error * norm + shrinkage * (weights[at] as number);
          (squares[at] as number) += gradient * gradient;
          (weights[at] as number) -= (rate * gradient) / Math.sqrt(squares[at] as number);
        }
      }
    }
  }
  return { weights, scale: 1, bias, transitions: transitionsOf(traces) };
}

/** Eight bits a weight: the loss is measured by `tools/train-phases.ts`, which scores the packed model. */
export function quantise(model: PhaseModel): PhaseModel & { readonly weights: Int8Array } {
  let largest = 0;
  for (const weight of model.weights) largest = Math.max(largest, Math.abs(weight));
  const scale = largest / 127;
  return { ...model, scale: model.scale * scale, weights: Int8Array.from(model.weights, (weight) => Math.round(weight / scale)) };
}

export interface Agreement {
  readonly sentences: number;
  readonly accuracy: number;
  /** Cohen's kappa. */
  readonly kappa: number;
}

/** Agreement of pairs of labels beyond chance. */
export function agreement(pairs: readonly (readonly [Phase, Phase])[]): Agreement {
  const [ours, theirs] = [new Map<Phase, number>(), new Map<Phase, number>()];
  let same = 0;
  for (const [own, other] of pairs) {
    if (own === other) same++;
    ours.set(own, (ours.get(own) ?? 0) + 1);
    theirs.set(other, (theirs.get(other) ?? 0) + 1);
  }
  const count = pairs.length;
  const chance = phases.reduce((sum, phase) => sum + ((ours.get(phase) ?? 0) / count) * ((theirs.get(phase) ?? 0) / count), 0);
  return { sentences: count, accuracy: same / count, kappa: (same / count - chance) / (1 - chance) };
}
