import { hashText } from '../../base/content-hash.ts';
import { TareError } from '../../base/tare-error.ts';
import type { LinkedCase } from '../case/linked-case.ts';
import { evidenceUse } from '../case/evidence-use.ts';
import { lintCase } from '../lint/lint-case.ts';
import type { CaseAnswer } from './case-answer.ts';
import { judgeClaim } from './judge-claim.ts';
import { leastSamples, mostSamples, type JudgeOptions } from './judge-options.ts';
import { partingOf } from './parting.ts';

/**
 * Judges every claim of a case. Pure: the same case and options give the same answer to the last digit.
 * @param onClaim told after each claim how many of all are done
 * @throws {TareError} `samples-out-of-range`
 */
export function judgeCase(linked: LinkedCase, options: JudgeOptions, onClaim?: (done: number, all: number) => void): CaseAnswer {
  const { source } = linked;
  const { samples } = options;
  if (!Number.isInteger(samples) || samples < leastSamples || samples > mostSamples) {
    throw new TareError({
      code: 'samples-out-of-range',
      message: `${samples} samples; between ${leastSamples} and ${mostSamples} can be drawn`,
      hint: 'the error of a probability falls with the square root: 100000 samples give it to 0.3 points, 1000000 to 0.1',
    });
  }
  const warnings = lintCase(linked);
  return rounded({
    case: source.id,
    title: source.title,
    asOf: source.asOf,
    seed: options.seed,
    samples,
    hash: hashText(JSON.stringify([source, [...linked.inputs.values()].map(({ id, value }) => [id, value]), options], withoutPlaces)),
    parting: partingOf(linked, options),
    claims: linked.claims.map((claim, index) => {
      const judged = judgeClaim(linked, claim, warnings, options);
      onClaim?.(index + 1, linked.claims.length);
      return judged;
    }),
    evidence: evidenceUse(linked),
    warnings,
  });
}

/** Where a part stands in which file does not change what follows from it. */
const withoutPlaces = (key: string, value: unknown): unknown => (key === 'at' ? undefined : value);

/** Six significant digits: more would be noise of the draw, and would differ between machines. */
function rounded<Value>(value: Value): Value {
  if (typeof value === 'number') return (Number.isInteger(value) ? value : Number(value.toPrecision(6))) as Value;
  if (Array.isArray(value)) return value.map(rounded) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, rounded(part)])) as Value;
}
