import type { LinkedCase, LinkedClaim } from '../case/linked-case.ts';
import type { LintWarning } from '../lint/lint-warning.ts';
import { sampleModels } from '../sampling/sample-model.ts';
import type { ClaimAnswer } from './case-answer.ts';
import type { JudgeOptions } from './judge-options.ts';
import { judgeReading, type JudgedReading } from './judge-reading.ts';
import { wordOf, type VerdictWord } from './verdict-words.ts';

/**
 * The verdict of a claim follows from its main definition and the rivals that are as fair: the weakest word if they agree,
 * "depends on the definition" if one says true and another false. Definitions marked `part` are shown and not counted.
 */
export function judgeClaim(linked: LinkedCase, claim: LinkedClaim, lint: readonly LintWarning[], options: JudgeOptions): ClaimAnswer {
  const { source } = claim;
  const samples = sampleModels(
    linked,
    claim.definitions.flatMap(({ model }) => model ?? []),
    options.seed,
    options.samples,
  );
  const readings = claim.definitions.map((definition) => judgeReading(linked, definition, definition.model && samples.shift(), options));
  const main = readings[0] as JudgedReading;
  const counted = readings.filter(({ answer }) => answer.role !== 'part');
  const known = counted.filter(({ answer }) => answer.probability !== undefined);
  const probabilities = known.map(({ answer }) => answer.probability as number);
  const verdict = verdictOf(main, known);
  const rows = rowsOf(readings, source.context);
  const shown = counted.find(({ sensitivity }) => sensitivity.length > 0) ?? main;
  const breakEvens = shown.breakEvens();
  return {
    id: source.id,
    says: source.says,
    verdict,
    probability: probabilities.length === 0 ? undefined : { low: Math.min(...probabilities), high: Math.max(...probabilities) },
    because: reasonsOf(verdict, main, counted, linked),
    readings: readings.map(({ answer }) => answer),
    shown: shown.answer.definition,
    sensitivity: shown.sensitivity,
    breakEven: breakEvens.filter(({ within }) => within),
    breakEvenBeyond: breakEvens.filter(({ within }) => !within),
    warnings: [
      ...lint.filter(({ row }) => rows.has(row)).map(({ row, message }) => `${row}: ${message}`),
      ...readings
        .filter(({ answer }) => answer.undefinedSamples > 0)
        .map(({ answer }) => undefinedWarning(answer.definition, answer.undefinedSamples, options.samples)),
    ],
  };
}

const undefinedWarning = (definition: string, count: number, samples: number): string =>
  `${definition}: the formula has no value (divides by zero, or takes a logarithm of nothing) in ${count} of ${samples} samples; the probability is over the others`;

function rowsOf(readings: readonly JudgedReading[], context: readonly string[]): ReadonlySet<string> {
  return new Set([...context, ...readings.flatMap(({ answer }) => answer.inputs)]);
}

function verdictOf(main: JudgedReading, known: readonly JudgedReading[]): VerdictWord {
  if (main.answer.probability === undefined) return 'cannot tell';
  const steps = known.map(({ certainty }) => certainty);
  if (steps.some((step) => step > 0) && steps.some((step) => step < 0)) return 'depends on the definition';
  const weakest = steps.reduce((left, right) => (Math.abs(right) < Math.abs(left) ? right : left));
  return wordOf(weakest);
}

function reasonsOf(verdict: VerdictWord, main: JudgedReading, counted: readonly JudgedReading[], linked: LinkedCase): string[] {
  const reasons: string[] = [];
  if (verdict === 'depends on the definition') {
    for (const { answer } of counted) if (answer.verdict !== 'cannot tell') reasons.push(`${answer.verdict} if it means: ${answer.says}`);
  }
  const missing = new Set<string>();
  for (const { answer, restsOn, sensitivity } of counted) {
    if (answer.missing !== undefined) missing.add(answer.missing);
    else if (restsOn !== undefined) missing.add(`${linked.inputs.get(restsOn)?.says ?? restsOn} (only an assumption exists)`);
    else if (answer.verdict === 'cannot tell' && sensitivity[0] !== undefined) {
      missing.add(`a firmer number for ${linked.inputs.get(sensitivity[0].input)?.says ?? sensitivity[0].input}`);
    }
  }
  for (const item of missing) reasons.push(`missing: ${item}`);
  for (const { answer } of counted) {
    if (answer.cappedBy === undefined) continue;
    const input = linked.inputs.get(answer.cappedBy.input);
    const kind = input?.row === undefined ? 'an assumption without a source' : `${input.row.quality}, read as ${input.row.seen}`;
    reasons.push(`${answer.definition}: held at "${answer.verdict}" by ${answer.cappedBy.input} (${kind})`);
  }
  const { seeds } = main.answer;
  if (seeds !== undefined && seeds.words.length > 1)
    reasons.push(`near a border of the table: other seeds give ${seeds.words.join(' or ')}`);
  return reasons;
}
