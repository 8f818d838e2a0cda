import type { Fraction } from '../../base/units.ts';
import { formatCount, formatPercent, formatQuantity, formatUsd } from '../../base/number-format.ts';
import type { ProbeEstimate } from '../../prove/endpoints/probe-context.ts';
import type { EndpointFacts } from '../../prove/endpoints/endpoint.ts';
import type { ExperimentPlan, Pilot } from '../../prove/lab/experiment.ts';
import type { RunEstimate } from '../../prove/lab/estimate-run.ts';

/** Seconds in the largest unit that keeps two digits. */
export function durationText(value: number): string {
  if (value >= 5400) return `${(value / 3600).toFixed(1)} h`;
  return value >= 90 ? `${Math.round(value / 60)} min` : `${value.toPrecision(2)} s`;
}

function leastLines({ least }: RunEstimate): string[] {
  if (least === undefined) return [];
  const { requests, input, output, time, most } = least;
  return [
    `  then the search for the least reasoning: about ${formatCount(requests)} requests (at most ${formatCount(most.requests)}), ${formatQuantity(input, 'tok')} in and ${formatQuantity(output, 'tok')} out (at most ${formatQuantity(most.input, 'tok')} and ${formatQuantity(most.output, 'tok')}), about ${durationText(time)} (at most ${durationText(most.time)})`,
  ];
}

/** What comes before the run itself. */
export interface BeforeRun {
  /** Tasks of a pilot; 0 without one. */
  readonly pilot: number;
  /** Absent where no search for the context limit is made. */
  readonly probe?: ProbeEstimate;
  /** Most requests to a judge; absent without one. */
  readonly judgements?: number;
}

/** What a run is and will take, before it starts. */
export function formatPlan(
  name: string,
  facts: EndpointFacts,
  plan: ExperimentPlan,
  estimate: RunEstimate,
  { pilot, probe, judgements }: BeforeRun,
): string {
  const { proof } = plan;
  const money =
    estimate.usd === undefined || estimate.mostUsd === undefined
      ? 'no list price'
      : `about ${formatUsd(estimate.usd)}, at most ${formatUsd(estimate.mostUsd)} at ${plan.rates?.source ?? ''}`;
  return [
    `${name} on ${facts.model} (${facts.name}${facts.contextLimit === undefined ? ', context limit not stated' : `, context ${formatCount(facts.contextLimit)}`})`,
    `  ${formatCount(proof.pairs)} tasks, ${plan.arms.length} arms and one repetition: ${formatCount(estimate.requests)} requests`,
    ...(pilot === 0 ? [] : [`  ${formatCount(pilot)} of the tasks are a pilot, which fixes how many of the rest are asked`]),
    ...(probe === undefined
      ? []
      : [
          `  first a search for the context limit: at most ${formatCount(probe.requests)} requests, ${formatQuantity(probe.input, 'tok')} (--no-probe leaves it out)`,
        ]),
    `  as it is: ${plan.baseline}; margin ${formatPercent(proof.margin)} of the tasks; cost in ${plan.costUnit}${proof.sequential ? '; stops when the evidence suffices' : ''}; seed ${plan.seed}`,
    `  expected: ${formatQuantity(estimate.input, 'tok')} in, ${formatQuantity(estimate.output, 'tok')} out (at most ${formatQuantity(estimate.mostOutput, 'tok')}), ${money}`,
    ...leastLines(estimate),
    ...(judgements === undefined
      ? []
      : [
          `  ${plan.judge?.model ?? ''} judges: at most ${formatCount(judgements)} further requests of up to 512 tok out; its verdicts are opinions`,
        ]),
    `  time: about ${durationText(estimate.time + (estimate.least?.time ?? 0))} at ${estimate.speed.from}`,
    '',
  ].join('\n');
}

/** What a pilot found, and how many tasks the run takes after it. */
export function pilotText({ pairs, arms }: Pilot, margin: Fraction, chosen: number): string {
  const lines = arms.map(
    (arm) =>
      `  ${arm.arm}: ${arm.discordant} of ${arm.pairs} pairs discordant (${formatPercent(arm.discordant / arm.pairs)}), ${formatCount(arm.pairsNeeded)} tasks for 80 % power`,
  );
  const isShort = arms.some((arm) => arm.pairsNeeded > chosen);
  return [
    `Pilot of ${formatCount(pairs)} tasks, margin ${formatPercent(margin)}:`,
    ...lines,
    `  the run is fixed at ${formatCount(chosen)} tasks${isShort ? ', the most that --tasks allows: fewer than some arms need' : ''}`,
    '',
  ].join('\n');
}
