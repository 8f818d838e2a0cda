import { median, quantile } from '../base/statistics.ts';
import { estimateSample, type DifferenceSample } from '../measure/tokens/difference-sample.ts';
import { explainDifference, firstShares } from '../measure/tokens/difference-mixture.ts';
import { learnCoefficients } from '../measure/tokens/learn-coefficients.ts';
import { familyOf, type TokenCoefficients } from '../measure/tokens/token-coefficients.ts';
import type { BilledDifference, DifferenceExclusion } from './attribution/billed-difference.ts';
import { sampleOfDifference, sampleOfOutput, type BillEvidence, type BilledOutput } from './attribution/bill-evidence.ts';

/** How well text is counted for one model, on differences left out of the fit. Errors are shares of what was billed; absent where no difference counts. */
export interface ModelQuality {
  readonly model: string;
  readonly family: string;
  readonly differences: number;
  readonly sessions: number;
  /** What was left out together: whole sessions, or runs where the model has no more than one session. */
  readonly leftOut: 'session' | 'run';
  /** Of the estimate of what the transcript shows, over all differences. */
  readonly medianError: number | undefined;
  readonly p90Error: number | undefined;
  /** 90th percentile over the differences that the transcript most likely shows whole. */
  readonly p90ErrorShown: number | undefined;
  /** Estimated / billed, summed; the estimate includes what calls of the model usually bring in unseen. */
  readonly totalRatio: number | undefined;
  /** Estimated / billed, summed, of what the transcript shows alone. */
  readonly shownRatio: number | undefined;
  /** Share of the billed differences that the transcript does not show. */
  readonly unseenShare: number | undefined;
  readonly excluded: Readonly<Partial<Record<DifferenceExclusion, number>>>;
}

export interface QualityOptions {
  /** What every fold starts to learn from. */
  readonly start: TokenCoefficients;
  readonly ridge: number;
}

const folds = 5;

interface Checked {
  readonly sample: DifferenceSample;
  readonly family: string;
  readonly estimate: number;
  readonly usualUnseen: number;
}

/** Five-fold check of counting by session; see docs/counting.md. Deterministic, whatever the order of the differences. */
export function countingQuality({ differences, outputs }: BillEvidence, options: QualityOptions): ModelQuality[] {
  const counted = differences.filter((difference) => difference.exclusion === undefined);
  const models = [...new Set(differences.map((difference) => difference.model))].sort();
  const bySession = new Set(models.filter((model) => sessionsOf(counted, model).size > 1));
  const unitOf = ({ model, session, run }: Pick<BilledDifference, 'model' | 'session' | 'run'>): string =>
    bySession.has(model) ? session : run;
  const units = counted.map(unitOf);
  const order = [...new Set(units)].sort();
  const foldOf = new Map(order.map((unit, index) => [unit, index % folds]));
  const samples = counted.map(sampleOfDifference);
  const written = outputs.map(sampleOfOutput);
  const checked: Checked[] = [];
  for (let fold = 0; fold < folds; fold++) {
    const kept = samples.filter((_, index) => foldOf.get(units[index] as string) !== fold);
    const held = samples.filter((_, index) => foldOf.get(units[index] as string) === fold);
    if (held.length === 0) continue;
    const keptOutputs = written.filter((_, index) => foldOf.get(unitOf(outputs[index] as BilledOutput)) !== fold);
    const learned = learnCoefficients([...kept, ...keptOutputs], options.start, { version: 'fold', ridge: options.ridge });
    const unseen = new Map(learned.models.map((model) => [model.model, model.unseenPerCall]));
    for (const sample of held) {
      const family = familyOf(learned, sample.model, sample.source);
      const estimate = estimateSample(sample, family.coefficients);
      checked.push({ sample, family: family.name, estimate, usualUnseen: unseen.get(sample.model) ?? family.unseenPerCall });
    }
  }
  return models.map((model) => {
    const rows = checked.filter((row) => row.sample.model === model);
    const excluded = exclusionsOf(differences, model);
    return qualityOf(model, rows, sessionsOf(counted, model).size, bySession.has(model) ? 'session' : 'run', excluded);
  });
}

const sessionsOf = (differences: readonly BilledDifference[], model: string): ReadonlySet<string> =>
  new Set(differences.filter((difference) => difference.model === model).map((difference) => difference.session));

function exclusionsOf(differences: readonly BilledDifference[], model: string): Partial<Record<DifferenceExclusion, number>> {
  const counts: Partial<Record<DifferenceExclusion, number>> = {};
  for (const { model: name, exclusion } of differences) {
    if (name === model && exclusion !== undefined) counts[exclusion] = (counts[exclusion] ?? 0) + 1;
  }
  return counts;
}

function qualityOf(
  model: string,
  rows: readonly Checked[],
  sessions: number,
  leftOut: ModelQuality['leftOut'],
  excluded: ModelQuality['excluded'],
): ModelQuality {
  const errors = rows.map(({ sample, estimate }) => Math.abs(estimate - sample.tokens) / sample.tokens);
  const shown = errors.filter((_, index) => isShown(rows[index] as Checked));
  const sum = (value: (row: Checked) => number): number => rows.reduce((total, row) => total + value(row), 0);
  const billed = sum((row) => row.sample.tokens);
  const unseen = sum((row) => (isShown(row) ? 0 : Math.max(0, row.sample.tokens - row.estimate)));
  return {
    model,
    family: rows[0]?.family ?? 'unknown',
    differences: rows.length,
    sessions,
    leftOut,
    medianError: rows.length === 0 ? undefined : median(errors),
    p90Error: rows.length === 0 ? undefined : quantile(errors, 0.9),
    p90ErrorShown: shown.length === 0 ? undefined : quantile(shown, 0.9),
    totalRatio: billed === 0 ? undefined : sum((row) => row.estimate + row.usualUnseen) / billed,
    shownRatio: billed === 0 ? undefined : sum((row) => row.estimate) / billed,
    unseenShare: billed === 0 ? undefined : unseen / billed,
    excluded,
  };
}

const isShown = ({ estimate, sample }: Checked): boolean => explainDifference(estimate, sample.tokens, firstShares).visible > 0.3;
