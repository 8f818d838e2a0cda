import { formatCount, formatPercent, formatSignificant, formatUsd } from '../../base/number-format.ts';
import type { CapabilityAnswer } from '../../scale/plan/machine-capability.ts';
import type { Ceiling, LatencyPercentiles } from '../../scale/plan/open-load.ts';
import type { PlanAnswer } from '../../scale/plan/plan-workload.ts';
import type { BindingLimit } from '../../scale/hardware/step-batch.ts';
import type { Speculation } from '../../scale/hardware/speculation.ts';
import type { ScoreAnswer } from '../../scale/score/score-table.ts';
import type { Ink } from './ink.ts';
import { formatTable } from './table.ts';

const time = (seconds: number): string => (seconds >= 1 ? `${formatSignificant(seconds)} s` : `${formatSignificant(seconds * 1000)} ms`);
const watts = (value: number): string => (value >= 1000 ? `${formatSignificant(value / 1000)} kW` : `${formatSignificant(value)} W`);
const tokens = (value: number): string => formatCount(value);

const limits: Readonly<Record<BindingLimit, string>> = {
  memory: 'memory (its size)',
  bandwidth: 'memory bandwidth',
  compute: 'compute',
  network: 'network',
  overhead: 'launches and host work',
};
const ceilings: Readonly<Record<Ceiling, string>> = {
  'kv-cache': 'the KV cache is full',
  sequences: 'the engine takes no more sequences',
  'time-to-first-token': 'the first token would come too late',
  'time-per-output-token': 'tokens would come too slowly',
};

const drafting = (speculation: Speculation | undefined): string =>
  speculation === undefined ? '' : ` drafting ${speculation.drafts} a step for ${formatSignificant(speculation.tokensPerStep)} tokens`;

const percentiles = (name: string, latency: LatencyPercentiles): string =>
  `  ${name.padEnd(11)} p50 ${time(latency.p50)}, p90 ${time(latency.p90)}, p99 ${time(latency.p99)}`;

/** A plan in words, the answer first. */
export function formatPlan(answer: PlanAnswer, ink: Ink): string {
  const { gpus, demand, cost, power, binding, bandFactors } = answer;
  const band = gpus.low === gpus.high ? '' : ` (80 % band ${formatCount(gpus.low)} to ${formatCount(gpus.high)})`;
  const cached = demand.cachedTokens > 0 ? `, ${tokens(demand.cachedTokens)} of them cached` : '';
  return [
    ink.bold(`${formatCount(gpus.value)} x ${answer.gpu}${band}: ${formatCount(answer.replicas)} replicas of ${answer.layout}`),
    ink.soft(
      `${answer.model} in ${answer.quantisation} on ${answer.engine}${drafting(answer.speculation)}; ${formatSignificant(demand.requestsPerSecond)} requests/s of ${tokens(demand.inputTokens)} tokens in${cached}, ${tokens(demand.outputTokens)} out`,
    ),
    '',
    percentiles('TTFT', answer.timeToFirstToken),
    percentiles('TPOT', answer.timePerOutputToken),
    percentiles('end to end', answer.endToEnd),
    ink.soft(
      `  80 % band: TTFT x/÷ ${formatSignificant(bandFactors.ttft)}, TPOT x/÷ ${formatSignificant(bandFactors.tpot)}, throughput x/÷ ${formatSignificant(bandFactors.throughput)}, out of fold`,
    ),
    '',
    `  limit       ${limits[binding.limit]}; one more request and ${ceilings[binding.ceiling]}`,
    `  load        ${formatPercent(answer.utilisation)} of what the replicas take, ${formatSignificant(answer.sequencesPerReplica)} sequences each`,
    cost === undefined
      ? '  cost        no rent known for this part: give --usd-per-gpu-hour'
      : `  cost        ${formatUsd(cost.usdPerHour)}/h, ${formatUsd(cost.usdPerMillionOutputTokens)} a million output tokens, at ${formatUsd(cost.usdPerGpuHour)} a GPU-hour (${cost.source.text}${cost.source.date === '' ? '' : `, ${cost.source.date}`}${cost.source.verified ? '' : ', unverified'})`,
    `  power       ${watts(power.gpuWatts)} at the GPUs, ${watts(power.siteWatts)} at the site (wall x${power.wallFactor}, PUE ${power.powerUsageEffectiveness}); ${formatSignificant(power.joulesPerOutputToken)} J an output token`,
    ...(answer.alternatives.length === 0 ? [] : ['', ink.soft('  other layouts')]),
    ...(answer.alternatives.length === 0
      ? []
      : [
          formatTable(
            [
              { head: 'layout', align: 'left' },
              { head: 'GPUs', align: 'right' },
              { head: 'replicas', align: 'right' },
              { head: 'requests/s each', align: 'right' },
              { head: 'stops when', align: 'left' },
            ],
            answer.alternatives.map((entry) => [
              entry.name,
              formatCount(entry.gpus),
              formatCount(entry.replicas),
              formatSignificant(entry.largestRate),
              ceilings[entry.ceiling],
            ]),
            100,
            ink.soft,
          ),
        ]),
    '',
  ].join('\n');
}

/** What one machine does, in words. */
export function formatCapability(answer: CapabilityAnswer, ink: Ink): string {
  const first = answer.points[0];
  const band = (value: number, factor: number): string => `${formatSignificant(value / factor)} to ${formatSignificant(value * factor)}`;
  const speed = first === undefined ? 0 : first.outputTokensPerSecond;
  const parts = answer.gpus === 1 ? answer.gpu : `${answer.gpus} x ${answer.gpu} (${answer.layout})`;
  return [
    ink.bold(`${formatSignificant(speed)} tokens/s (80 % band ${band(speed, answer.bandFactors.tpot)}) for one stream on ${parts}`),
    ink.soft(
      `${answer.model} in ${answer.quantisation} on ${answer.engine}${drafting(answer.speculation)}; ${tokens(answer.shape.inputTokens)} tokens in, ${tokens(answer.shape.outputTokens)} out`,
    ),
    '',
    `  prompt      ${formatSignificant(answer.prefillTokensPerSecond)} tokens/s (${band(answer.prefillTokensPerSecond, answer.bandFactors.ttft)}); first token after ${time(answer.timeToFirstToken)}`,
    `  context     ${tokens(answer.longestContext)} tokens at most; the cache holds ${tokens(answer.cacheTokens)}`,
    `  power       ${watts(answer.watts)} while it answers, ${watts(answer.idleWatts)} while it waits`,
    '',
    formatTable(
      [
        { head: 'streams', align: 'right' },
        { head: 'tokens/s each', align: 'right' },
        { head: 'tokens/s', align: 'right' },
        { head: 'J/token', align: 'right' },
        { head: 'limit', align: 'left' },
      ],
      answer.points.map((point) => [
        formatCount(point.sequences),
        formatSignificant(1 / point.timePerOutputToken),
        formatSignificant(point.outputTokensPerSecond),
        formatSignificant(point.joulesPerOutputToken),
        limits[point.binds],
      ]),
      100,
      ink.soft,
    ),
    '',
  ].join('\n');
}

/** A score in words. */
export function formatScore(answer: ScoreAnswer, ink: Ink): string {
  const reasons = (table: Readonly<Record<string, number>>): string[] =>
    Object.entries(table).map(([reason, rows]) => `  ${formatCount(rows).padStart(6)}  ${reason}`);
  return [
    ink.bold(`${formatCount(answer.predicted)} of ${formatCount(answer.scorable)} scorable rows predicted, of ${formatCount(answer.rows)}`),
    ...reasons(answer.unpredicted),
    '',
    formatTable(
      [
        { head: 'metric', align: 'left' },
        { head: 'models', align: 'left' },
        { head: 'rows', align: 'right' },
        { head: 'median', align: 'right' },
        { head: 'mean', align: 'right' },
        { head: 'p90', align: 'right' },
        { head: 'bias', align: 'right' },
        { head: 'in band', align: 'right' },
      ],
      Object.entries(answer.metrics).flatMap(([metric, families]) =>
        Object.entries(families).map(([family, score]) => [
          metric,
          family,
          formatCount(score.n),
          formatPercent(score.median),
          formatPercent(score.mean),
          formatPercent(score.p90),
          formatPercent(score.bias),
          formatPercent(score.coverage),
        ]),
      ),
      100,
      ink.soft,
    ),
    '',
    ink.soft('  not scorable'),
    ...reasons(answer.notScorable),
    '',
  ].join('\n');
}
