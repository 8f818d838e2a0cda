import { expect, test } from 'vitest';
import { readScenario } from '../src/scale/scenario/resolve-scenario.ts';
import { simulate } from '../src/scale/workers/simulate-in-threads.ts';
import { steadyState } from '../src/scale/fleet/steady-state.ts';
import { gpuNamed } from '../src/scale/hardware/gpu-named.ts';
import { modelNamed } from '../src/scale/hardware/model-named.ts';
import { replicaCost } from '../src/scale/hardware/replica-cost.ts';

const replicas = 24;
const callsPerSecond = 48;
const minutes = 20;

const scenario = (simulated: number) =>
  readScenario(
    `
seed: 5
duration: ${minutes}m
stretches: 4
pools:
  chat: { model: llama-3.1-8b, gpu: h100, quantisation: bf16, replicas: ${replicas}, replicasPerRouter: 4, simulatedReplicas: ${simulated} }
tiers:
  all: { callsPerUserPerDay: 20, input: { mean: 1500, variation: 1 }, output: { mean: 250, variation: 1 } }
workload: { users: ${(callsPerSecond * 86_400) / 20} }
`,
    'test.yaml',
    () => new Uint8Array(),
  );

const relative = (value: number | undefined, of: number | undefined): number => Math.abs((value ?? Number.NaN) / (of ?? Number.NaN) - 1);

test('representatives stand for their pool, and the fluid model for both', async () => {
  const exact = await simulate(scenario(replicas), { threads: 1 });
  const pooled = await simulate(scenario(8), { threads: 1 });
  expect(pooled.simulatedRequests).toBeLessThan(exact.simulatedRequests / 2.5);
  expect(relative(pooled.requests, exact.requests)).toBeLessThan(0.02);
  expect(relative(pooled.tiers[0]?.tpot?.mean, exact.tiers[0]?.tpot?.mean)).toBeLessThan(0.03);
  expect(relative(pooled.tiers[0]?.ttft?.p50, exact.tiers[0]?.ttft?.p50)).toBeLessThan(0.03);
  expect(relative(pooled.tiers[0]?.ttft?.p99, exact.tiers[0]?.ttft?.p99)).toBeLessThan(0.12);
  expect(relative(pooled.energy.gpu, exact.energy.gpu)).toBeLessThan(0.02);
  const cost = replicaCost(
    modelNamed('llama-3.1-8b'),
    gpuNamed('h100'),
    { tensor: 1, pipeline: 1, data: 1, expert: 1 },
    { name: 'vllm', quantisation: 'bf16' },
  );
  const call = { input: 1500, cacheHit: 0, output: 250, inputVariation: 1, outputVariation: 1 };
  const fluid = steadyState(cost, call, callsPerSecond / replicas);
  const group = exact.pools[0]?.groups[0];
  // The fluid model takes arrivals at each replica as Poisson; a router that looks at loads evens them out, so replicas idle less.
  expect(relative(fluid?.busyShare, exact.states.busy)).toBeLessThan(0.05);
  expect(relative((fluid?.sequences ?? 0) / (fluid?.busyShare ?? 0), group?.meanSequences)).toBeLessThan(0.1);
  const fluidJoules =
    replicas * minutes * 60 * ((fluid?.busyWatts ?? 0) * (fluid?.busyShare ?? 0) + cost.idlePower * (1 - (fluid?.busyShare ?? 0)));
  expect(relative(fluidJoules, exact.energy.gpu)).toBeLessThan(0.05);
});

test('the number of threads changes no byte of the answer', async () => {
  const small = { ...scenario(16), duration: 60 as never };
  const alone = JSON.stringify(await simulate(small, { threads: 1 }));
  expect(JSON.stringify(await simulate(small, { threads: 2 }))).toBe(alone);
  expect(JSON.stringify(await simulate(small, { threads: 3 }))).toBe(alone);
  expect(JSON.stringify(await simulate({ ...small, seed: 6 }, { threads: 1 }))).not.toBe(alone);
});
