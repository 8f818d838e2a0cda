import { assertExists } from '../../base/assert.ts';
import { holm } from '../statistics/holm.ts';
import { judgeProof, type ProofResult } from '../statistics/verdict.ts';
import { tangoBounds } from '../statistics/tango-bound.ts';
import type { AsIfServed } from './as-if-served.ts';
import type { Experiment } from './experiment.ts';
import type { ArmAnswer, LabAnswer } from './lab-answer.ts';
import { pairedOutcomes } from './paired-outcomes.ts';
import { pilotArms } from './pilot.ts';
import { summariseJudge } from './judge.ts';
import { summariseLeast } from './summarise-least.ts';
import { solvedShare, summariseArm } from './summarise-arm.ts';

/** Fewest pairs that give an interval. */
const fewestPairs = 2;

/** Both tests must hold, so the larger of their p-values counts. */
const pValueOf = ({ quality, cost }: ProofResult): number => Math.max(quality.pValue, cost.pValue);

/** Two-sided at 1 %, so that quality and cost together raise a false alarm in one run of fifty. */
const alarmQuantile = 2.5758293035489004;
const alarmLevel = 0.005;

function noiseOf(experiment: Experiment): LabAnswer['noise'] {
  const { baseline, noiseArm, proof } = experiment.header.plan;
  const { outcomes } = pairedOutcomes(experiment, baseline, noiseArm);
  if (outcomes.length < fewestPairs) return undefined;
  const result = judgeProof(outcomes, { ...proof, sequential: false });
  const { counts, cost } = result;
  const quality = tangoBounds(counts, alarmQuantile);
  return {
    pairs: counts.pairs,
    disagreements: counts.losses + counts.gains,
    costRatio: cost.geometricMean,
    isQuiet: quality.low <= 0 && quality.high >= 0 && cost.pValue > alarmLevel && cost.pValue < 1 - alarmLevel,
  };
}

function asIfOf(served: AsIfServed): NonNullable<LabAnswer['asIf']> {
  const { model, gpu, layout, utilisation } = served;
  const { bandFactor } = served.cost({ uncachedInput: 1, cacheRead: 0, output: 1, meanContext: 1 });
  return { model, gpu, layout, utilisation, bandFactor };
}

export interface ScoreOptions {
  /** Why the run ended before all was asked. */
  readonly stopped?: string;
  readonly served?: AsIfServed;
}

/** Scores an experiment from its file alone: no endpoint, no clock, the same answer every time. */
export function scoreExperiment(experiment: Experiment, { stopped, served }: ScoreOptions = {}): LabAnswer {
  const { id, started, endpoint, plan, taskSet } = experiment.header;
  const { pilot } = experiment;
  const scored = plan.arms.map((arm) => {
    const summary = summariseArm(experiment, arm, served);
    if (summary.isBaseline) return { summary, open: 0 };
    const { outcomes, open } = pairedOutcomes(experiment, plan.baseline, arm.name);
    return outcomes.length < fewestPairs ? { summary, open } : { summary, open, proof: judgeProof(outcomes, plan.proof) };
  });
  const tested = scored.filter(({ proof }) => proof !== undefined);
  const holds = holm(tested.map(({ proof }) => pValueOf(assertExists(proof, 'a tested arm has a proof'))));
  const arms = scored.map((each): ArmAnswer => ({
    ...each.summary,
    openPairs: each.open,
    ...(each.proof === undefined ? {} : { proof: each.proof, holdsForAll: holds[tested.indexOf(each)] === true }),
  }));
  const least = summariseLeast(experiment);
  const noise = noiseOf(experiment);
  const judge = summariseJudge(experiment);
  const { margin, pairs, sequential } = plan.proof;
  return {
    experiment: id,
    name: taskSet.name,
    started,
    endpoint,
    costUnit: plan.costUnit,
    plan: {
      margin,
      pairs,
      sequential,
      seed: plan.seed,
      temperature: plan.temperature,
      maxOutput: plan.maxOutput,
      ...(plan.pilot === undefined ? {} : { pilot: pilot === undefined ? plan.pilot : { ...plan.pilot, arms: pilotArms(pilot) } }),
    },
    arms,
    ...(noise === undefined ? {} : { noise }),
    curve: arms
      .filter(({ tasks, unknownCounts }) => tasks > unknownCounts)
      .map((arm) => ({
        arm: arm.name,
        tokensPerTask: (arm.input + arm.output) / Math.max(1, arm.tasks),
        solvedShare: solvedShare(arm),
      }))
      .sort((a, b) => a.tokensPerTask - b.tokensPerTask),
    ...(least === undefined ? {} : { least }),
    ...(judge === undefined ? {} : { judge }),
    ...(served === undefined ? {} : { asIf: asIfOf(served) }),
    ...(stopped === undefined ? {} : { stopped }),
  };
}
