import { formatCount, formatPercent, formatQuantity, formatSignificant } from '../../base/number-format.ts';
import type { LatencyAnswer, PoolAnswer, SimulationAnswer, StretchAnswer, TierAnswer } from '../../scale/fleet/simulation-answer.ts';
import type { Ink } from './ink.ts';

const time = (seconds: number): string => {
  if (seconds >= 3600) return `${formatSignificant(seconds / 3600)} h`;
  if (seconds >= 100) return `${formatSignificant(seconds / 60)} min`;
  return seconds >= 1 ? `${formatSignificant(seconds)} s` : `${formatSignificant(seconds * 1000)} ms`;
};

/** Joules in the unit that electricity is bought in. */
const electricity = (joules: number): string => {
  const kilowattHours = joules / 3.6e6;
  return kilowattHours >= 10_000 ? `${formatSignificant(kilowattHours / 1000)} MWh` : `${formatSignificant(kilowattHours)} kWh`;
};

const power = (watts: number): string => (watts >= 1e6 ? `${formatSignificant(watts / 1e6)} MW` : `${formatSignificant(watts / 1000)} kW`);

/** A simulation in words, the answer first. */
export function formatSimulation(answer: SimulationAnswer, ink: Ink): string {
  const { states, energy, power: site } = answer;
  const gpus = answer.gpus + answer.unassignedGpus;
  return [
    ink.bold(
      `${formatCount(gpus)} GPUs: ${formatPercent(states.busy)} busy, ${formatPercent(states.idleHot)} idle but powered, ${formatPercent(states.dark)} dark`,
    ),
    ink.soft(
      `${answer.scenario}: ${time(answer.duration)}, ${formatCount(answer.requests)} requests` +
        (answer.requests === answer.simulatedRequests ? '' : ` (${formatCount(answer.simulatedRequests)} run one by one)`) +
        `, seed ${answer.seed}`,
    ),
    '',
    ...answer.tiers.flatMap((tier) => tierLines(tier, ink)),
    ...answer.pools.flatMap((pool) => poolLines(pool, ink)),
    `energy  ${electricity(energy.gpu)} at the GPUs, ${electricity(energy.wall)} at the wall (x${site.wallFactor}), ${electricity(energy.site)} with PUE ${site.pue}` +
      (energy.perOutputToken === undefined ? '' : `; ${formatSignificant(energy.perOutputToken)} J for each output token`),
    '',
    ...stretchLines(answer.stretches, gpus, ink),
    '',
  ].join('\n');
}

const latencyLine = (name: string, latency: LatencyAnswer | undefined): string =>
  latency === undefined
    ? `  ${name.padEnd(11)} nothing served`
    : `  ${name.padEnd(11)} mean ${time(latency.mean)}, p50 ${time(latency.p50)}, p90 ${time(latency.p90)}, p99 ${time(latency.p99)}`;

function tierLines(tier: TierAnswer, ink: Ink): string[] {
  const refused = tier.refused.byLimit + tier.refused.byLoad + tier.refused.tooLong;
  const lines = [
    `${ink.bold(tier.name)}  ${formatCount(tier.requests)} requests, ${formatPercent(tier.goodput.share)} within TTFT ${time(tier.objective.ttft)} and TPOT ${time(tier.objective.tpot)} (${formatSignificant(tier.goodput.requestsPerSecond)}/s)`,
    latencyLine('TTFT', tier.ttft),
    latencyLine('TPOT', tier.tpot),
    latencyLine('end to end', tier.endToEnd),
  ];
  if (refused > 0) {
    lines.push(
      `  refused     ${formatCount(tier.refused.byLimit)} by a limit, ${formatCount(tier.refused.byLoad)} by a full queue, ${formatCount(tier.refused.tooLong)} too long for the KV cache`,
    );
  }
  if (tier.throttled > 0) lines.push(`  throttled   ${formatCount(tier.throttled)}, ${time(tier.meanThrottleWait)} each in the mean`);
  return [...lines, ''];
}

function poolLines(pool: PoolAnswer, ink: Ink): string[] {
  const stoodFor =
    pool.simulatedReplicas === pool.replicas
      ? ''
      : `, ${formatCount(pool.simulatedReplicas)} of ${formatCount(pool.replicas)} replicas run`;
  const error = pool.busyError === undefined ? '' : `; busy share ± ${formatPercent(pool.busyError)} of itself`;
  return [
    `${ink.bold(`pool ${pool.name}`)}  ${formatCount(pool.gpus)} GPUs: ${formatPercent(pool.states.busy)} busy, ${formatPercent(pool.states.idleHot)} idle, ${formatPercent(pool.states.dark)} dark${stoodFor}${error}`,
    ...pool.groups.map(
      (group) =>
        `  ${group.role.padEnd(11)} ${formatCount(group.replicas)} x ${group.gpusPerReplica} GPUs, ${formatSignificant(group.meanSequences)} sequences in a step, KV ${formatPercent(group.meanKvUse)} full, ` +
        `${formatQuantity(group.prefillTokensPerSecond, 'tok/s')} prefill, ${formatQuantity(group.decodeTokensPerSecond, 'tok/s')} decode` +
        (group.preemptions === 0 ? '' : `, ${formatCount(group.preemptions)} preemptions`),
    ),
    `  cost model   80 % band: TTFT x/÷ ${formatSignificant(Math.max(...pool.groups.map((group) => group.band.ttft)))}, TPOT x/÷ ${formatSignificant(Math.max(...pool.groups.map((group) => group.band.tpot)))}`,
    `  prefix cache ${formatPercent(pool.cacheHitShare)} of input tokens`,
    '',
  ];
}

const barWidth = 40;

function stretchLines(stretches: readonly StretchAnswer[], gpus: number, ink: Ink): string[] {
  const shown = stretches.length <= 48 ? stretches : stretches.filter((_, index) => index % Math.ceil(stretches.length / 48) === 0);
  return shown.map((stretch) => {
    const busy = Math.round((stretch.busyGpus / gpus) * barWidth);
    const idle = Math.min(barWidth - busy, Math.round((stretch.idleHotGpus / gpus) * barWidth));
    const bar = `${'#'.repeat(busy)}${'-'.repeat(idle)}${'.'.repeat(barWidth - busy - idle)}`;
    return `${time(stretch.start).padStart(9)}  ${bar}  ${ink.soft(power(stretch.gpuPower))}`;
  });
}
