import { phases, type Phase } from './phase.ts';
import { featureBuckets } from './sentence-features.ts';

const classes = phases.length;

/** A linear model over hashed features, with how one phase follows another. */
export interface PhaseModel {
  /** `featureBuckets` rows of one weight a phase. */
  readonly weights: Float32Array | Int8Array;
  /** What one step of a weight is worth. */
  readonly scale: number;
  readonly bias: ArrayLike<number>;
  /** Logarithm of how much likelier the second phase is after the first, row by row. */
  readonly transitions: ArrayLike<number>;
}

/** How much the order of phases counts beside the words; chosen by cross-validation (tools/train-phases.ts). */
const transitionWeight = 0.2;

/** Logarithms of the probabilities of each phase, from one sentence's features. */
function logProbabilities(model: PhaseModel, features: Int32Array, into: Float64Array): void {
  const norm = model.scale / Math.sqrt(features.length);
  into.fill(0);
  for (const bucket of features) {
    const row = bucket * classes;
    for (let phase = 0; phase < classes; phase++) (into[phase] as number) += model.weights[row + phase] as number;
  }
  let largest = Number.NEGATIVE_INFINITY;
  for (let phase = 0; phase < classes; phase++) {
    into[phase] = (into[phase] as number) * norm + (model.bias[phase] as number);
    largest = Math.max(largest, into[phase] as number);
  }
  let sum = 0;
  for (let phase = 0; phase < classes; phase++) sum += Math.exp((into[phase] as number) - largest);
  const normaliser = largest + Math.log(sum);
  for (let phase = 0; phase < classes; phase++) (into[phase] as number) -= normaliser;
}

/** The likeliest sequence of phases of one trace (Viterbi over the sentences' probabilities and the transitions). */
export function decodePhases(model: PhaseModel, features: readonly Int32Array[]): Phase[] {
  if (features.length === 0) return [];
  const own = new Float64Array(classes);
  let best = new Float64Array(classes);
  const from = new Uint8Array(features.length * classes);
  for (const [index, sentence] of features.entries()) {
    logProbabilities(model, sentence, own);
    const next = new Float64Array(classes);
    for (let phase = 0; phase < classes; phase++) {
      let top = index === 0 ? 0 : Number.NEGATIVE_INFINITY;
      let origin = 0;
      for (let before = 0; before < (index === 0 ? 0 : classes); before++) {
        const score = (best[before] as number) + transitionWeight * (model.transitions[before * classes + phase] as number);
        if (score > top) {
          top = score;
          origin = before;
        }
      }
      next[phase] = top + (own[phase] as number);
      from[index * classes + phase] = origin;
    }
    best = next;
  }
  let phase = best.indexOf(Math.max(...best));
  const sequence: Phase[] = [];
  for (let index = features.length - 1; index >= 0; index--) {
    sequence[index] = phases[phase] as Phase;
    phase = from[index * classes + phase] as number;
  }
  return sequence;
}

/** Weights as shipped: eight bits each, in base64. */
export interface PackedPhaseModel {
  readonly version: string;
  readonly scale: number;
  readonly bias: readonly number[];
  readonly transitions: readonly number[];
  readonly weights: string;
}

export function unpackPhaseModel(packed: PackedPhaseModel): PhaseModel {
  const bytes = Buffer.from(packed.weights, 'base64');
  const weights = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  if (weights.length !== featureBuckets * classes)
    throw new RangeError(`phase weights hold ${weights.length} numbers, not ${featureBuckets * classes}`);
  return { weights, scale: packed.scale, bias: packed.bias, transitions: packed.transitions };
}
