import type { ReplicaCost, StepBatch } from '../hardware/replica-cost.ts';

/** Place of a size on a scale of eight to a doubling. */
function gradeOf(size: number): number {
  const whole = Math.round(size);
  if (whole < 8) return whole;
  const octave = 31 - Math.clz32(whole);
  return (octave - 2) * 8 + ((whole >> (octave - 3)) & 7);
}

/** Middle of a grade. */
function sizeOf(grade: number): number {
  if (grade < 8) return grade;
  const octave = Math.floor(grade / 8) + 2;
  return 2 ** (octave - 3) * (8.5 + (grade % 8));
}

/**
 * Power of steps with prompt tokens, asked of the cost model once for every grade of batch (eight to a doubling of each
 * size) and kept: power moves little with the batch, and asking anew at every step would double the time of a run.
 */
export class MixedPower {
  readonly #cost: ReplicaCost;
  readonly #known = new Map<number, number>();

  constructor(cost: ReplicaCost) {
    this.#cost = cost;
  }

  watts(batch: StepBatch): number {
    const prompt = gradeOf(batch.prefillTokens);
    const past = gradeOf(batch.prefillAttentionPairs / batch.prefillTokens);
    const sequences = gradeOf(batch.decodeSequences);
    const context = batch.decodeSequences === 0 ? 0 : gradeOf(batch.decodeContextTokens / batch.decodeSequences);
    const key = ((prompt * 256 + past) * 256 + sequences) * 256 + context;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const tokens = sizeOf(prompt);
    const watts = this.#cost.stepPower({
      prefillTokens: tokens,
      prefillSequences: 1,
      prefillAttentionPairs: tokens * sizeOf(past),
      decodeSequences: sizeOf(sequences),
      decodeContextTokens: sizeOf(sequences) * sizeOf(context),
    });
    this.#known.set(key, watts);
    return watts;
  }
}
