import type { Fraction } from '../../base/units.ts';
import { costRatio, type CostRatio } from './cost-ratio.ts';
import { EProcess } from './e-process.ts';
import { normalCumulative } from './normal-cumulative.ts';
import { discordantShare, pairsNeeded } from './sample-size.ts';
import { tangoBounds, tangoStatistic } from './tango-bound.ts';
import type { PairedCounts } from './paired-counts.ts';

/** One task under both arms. */
export interface PairedOutcome {
  readonly solvedBefore: boolean;
  readonly solvedAfter: boolean;
  /** Billed cost of the whole task in one unit for both arms. */
  readonly costBefore: number;
  readonly costAfter: number;
}

/** Fixed before the run and stored with it. */
export interface ProofPlan {
  /** Largest loss of quality that is put up with. */
  readonly margin: Fraction;
  /** Pairs after which the test is made; with `sequential` the most that are run. */
  readonly pairs: number;
  readonly sequential: boolean;
}

export interface ProofResult {
  readonly verdict: 'proved' | 'not-proved' | 'harmful' | 'cannot-tell';
  readonly why: string;
  readonly counts: PairedCounts;
  readonly quality: { readonly difference: number; readonly low: number; readonly high: number; readonly pValue: number };
  readonly cost: CostRatio;
  /** Further tasks that the numbers so far ask for; absent where more of them would not help. */
  readonly tasksNeeded?: number;
}

/** Two arms that both fail prove nothing. */
const fewestSolved = 0.2;

export function countPairs(outcomes: readonly PairedOutcome[]): PairedCounts {
  return {
    pairs: outcomes.length,
    losses: outcomes.filter((outcome) => outcome.solvedBefore && !outcome.solvedAfter).length,
    gains: outcomes.filter((outcome) => !outcome.solvedBefore && outcome.solvedAfter).length,
  };
}

/** Evidence by betting, for `--sequential`: proved or harmful so far, or neither. */
export function sequentialVerdict(outcomes: readonly PairedOutcome[], margin: Fraction): 'proved' | 'harmful' | undefined {
  const notWorse = new EProcess(margin);
  const harm = new EProcess(0 as Fraction);
  for (const outcome of outcomes) {
    const difference = Number(outcome.solvedAfter) - Number(outcome.solvedBefore);
    notWorse.add(difference);
    harm.add(-difference);
    if (notWorse.refuted) return 'proved';
    if (harm.refuted) return 'harmful';
  }
  return undefined;
}

/**
 * Non-inferiority of quality (Tango's bound above minus the margin) and superiority of cost (upper bound of the
 * geometric mean ratio below 1), both one-sided at 5 %; both must hold, so no correction is needed. Harmful: the
 * upper bound on quality lies below 0.
 */
export function judgeProof(outcomes: readonly PairedOutcome[], plan: ProofPlan): ProofResult {
  const counts = countPairs(outcomes);
  const bounds = tangoBounds(counts);
  const quality = {
    difference: (counts.gains - counts.losses) / counts.pairs,
    low: bounds.low,
    high: bounds.high,
    pValue: 1 - normalCumulative(tangoStatistic(counts, -plan.margin)),
  };
  const cost = costRatio(
    outcomes.map((outcome) => outcome.costBefore),
    outcomes.map((outcome) => outcome.costAfter),
  );
  const base = { counts, quality, cost };
  const solved = outcomes.filter((outcome) => outcome.solvedBefore).length / counts.pairs;
  if (solved < fewestSolved) {
    return {
      ...base,
      verdict: 'cannot-tell',
      why: `the arm as it is solves ${(solved * 100).toFixed(0)} % of the tasks; below 20 % two arms that fail alike prove nothing`,
    };
  }
  const sequential = plan.sequential ? sequentialVerdict(outcomes, plan.margin) : undefined;
  const harmful = plan.sequential ? sequential === 'harmful' : quality.high < 0;
  if (harmful) return { ...base, verdict: 'harmful', why: 'the changed arm solves fewer tasks, beyond chance' };
  const keepsQuality = plan.sequential ? sequential === 'proved' : quality.low > -plan.margin;
  const complete = plan.sequential || counts.pairs >= plan.pairs;
  if (keepsQuality && cost.high < 1 && complete)
    return { ...base, verdict: 'proved', why: 'quality holds within the margin and cost falls, both at 5 %' };
  const needed = pairsNeeded(discordantShare(counts.pairs, counts.losses + counts.gains), plan.margin);
  const missing = Math.max(needed, plan.pairs) - counts.pairs;
  const why = !complete
    ? 'the run ended before the number of tasks that was fixed'
    : !keepsQuality
      ? 'a loss beyond the margin is not excluded'
      : 'the cost is not shown to fall';
  return { ...base, verdict: 'not-proved', why, ...(missing > 0 ? { tasksNeeded: missing } : {}) };
}
