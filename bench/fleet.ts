import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { SimulationAnswer } from '../src/scale/fleet/simulation-answer.ts';
import { readScenario } from '../src/scale/scenario/resolve-scenario.ts';
import { simulate } from '../src/scale/workers/simulate-in-threads.ts';
import { forecastDeepSeekDay } from '../test/deepseek-day.ts';

/**
 * A day of 220,000 GPUs on two threads; the error of standing for a fleet by few of its replicas, against a fleet of the
 * same make-up that is small enough to run whole; and the forecast of DeepSeek's day. `npx tsx bench/fleet.ts`
 */
const threads = 2;
const smaller = 250;
const text = readFileSync(fileURLToPath(new URL('../examples/scenarios/fleet-220k.yaml', import.meta.url)), 'utf8');
const read = (content: string) => readScenario(content, 'fleet-220k.yaml', () => new Uint8Array());

const start = performance.now();
const whole = await simulate(read(text), { threads });
const seconds = (performance.now() - start) / 1000;
const percent = (value: number): string => `${(value * 100).toFixed(1)} %`;
process.stdout.write(
  `a day of ${whole.gpus + whole.unassignedGpus} GPUs, ${whole.requests} requests (${whole.simulatedRequests} run): ${seconds.toFixed(1)} s on ${threads} threads; ` +
    `dark ${percent(whole.states.dark)}, idle ${percent(whole.states.idleHot)}, busy ${percent(whole.states.busy)}\n`,
);

/** Two hours of the afternoon on a 250th of the fleet, with `simulated` replicas of each pool run. */
const part = (simulated: number) => {
  const scaled = text
    .replaceAll(/^(\s*(?:replicas|gpus): )(\d+)$/gm, (_, key: string, value: string) => key + String(Number(value) / smaller))
    .replaceAll(/minimum: (\d+)/g, (_, value: string) => `minimum: ${Number(value) / smaller}`)
    .replace(/users: (\d+)/, (_, value: string) => `users: ${Number(value) / smaller}`)
    .replaceAll(/simulatedReplicas: \d+/g, `simulatedReplicas: ${simulated}`)
    .replace('duration: 24h', 'duration: 2h')
    .replace(
      /hours: \[.*\]/,
      'hours: [92, 94, 96, 98, 100, 104, 108, 106, 96, 80, 60, 45, 35, 30, 28, 28, 32, 42, 58, 72, 84, 92, 96, 94]',
    );
  return read(scaled);
};

const exact = await simulate(part(1_000_000), { threads });
const few = await simulate(part(8), { threads });
process.stdout.write(
  `the same on ${exact.gpus + exact.unassignedGpus} GPUs for 2 h, ${exact.simulatedRequests} requests run against ${few.simulatedRequests}:\n`,
);
const compare = (name: string, pick: (answer: SimulationAnswer) => number | undefined): void => {
  const truth = pick(exact) ?? Number.NaN;
  process.stdout.write(`  ${name.padEnd(30)} exact ${truth.toPrecision(4)}, few ${percent((pick(few) ?? Number.NaN) / truth - 1)} off\n`);
};
compare('busy share', (answer) => answer.states.busy);
compare('powered share', (answer) => answer.states.busy + answer.states.idleHot);
compare('energy, joules', (answer) => answer.energy.gpu);
exact.tiers.forEach((tier, index) => {
  compare(`${tier.name}: TTFT p50, s`, (answer) => answer.tiers[index]?.ttft?.p50);
  compare(`${tier.name}: TTFT p99, s`, (answer) => answer.tiers[index]?.ttft?.p99);
  compare(`${tier.name}: TPOT mean, s`, (answer) => answer.tiers[index]?.tpot?.mean);
  compare(`${tier.name}: goodput, 1/s`, (answer) => answer.tiers[index]?.goodput.requestsPerSecond);
});

const forecast = forecastDeepSeekDay();
process.stdout.write(
  `DeepSeek's day: ${forecast.mid.toFixed(0)} nodes (80 % band ${forecast.low.toFixed(0)} to ${forecast.high.toFixed(0)}): ${forecast.prefillNodes.toFixed(0)} prefill, ${forecast.decodeNodes.toFixed(0)} decode; published mean 226.75\n`,
);
