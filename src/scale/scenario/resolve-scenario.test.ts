import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { TareError } from '../../base/tare-error.ts';
import { readScenario } from './resolve-scenario.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const trace = encode('time,input,output\n0,100,10\n1,100,10\n2,200,20\n');
const read = (text: string) => readScenario(text, 'a.yaml', () => trace);

const pool = 'pools:\n  chat: { model: llama-3.1-8b, gpu: h100, replicas: 4 }\n';
const load = 'workload: { trace: t.csv }\n';

function refusal(text: string): TareError {
  try {
    read(text);
  } catch (error) {
    if (TareError.isInstance(error)) return error;
    throw error;
  }
  throw new Error('was read');
}

test('a trace on a pool is all that a scenario needs', () => {
  const scenario = read(pool + load);
  expect(scenario.duration).toBe(3);
  expect(scenario.tiers.map((tier) => tier.name)).toEqual(['all']);
  expect(scenario.unassignedGpus).toBe(0);
});

test('repeating and speeding up a trace keeps its order and its gaps', () => {
  const scenario = read(`${pool}workload: { trace: t.csv, repeat: 2, speed: 2 }\n`);
  const traffic = scenario.pools[0]?.traffic;
  expect(traffic?.kind === 'trace' && [...traffic.columns.arrivals]).toEqual([0, 0.5, 1, 1.5, 2, 2.5]);
});

test.each(['chat-day.yaml', 'fleet-220k.yaml', 'prefill-decode.yaml', 'wide-experts.yaml'])('the example %s is valid', (name) => {
  const path = fileURLToPath(new URL(`../../../examples/scenarios/${name}`, import.meta.url));
  expect(() => readScenario(readFileSync(path, 'utf8'), name, () => trace)).not.toThrow();
});

test.each([
  [
    `pools:\n  chat: { model: llama-3.1-8b, gpu: h100, replicas: 4, engine: { speculation: { drafts: 1, tokensPerStep: 2.5 } } }\n${load}`,
    'a.yaml:2: speculative decoding: 2.5 tokens a step with 1 drafts',
    'from 1',
  ],
  [`${pool}tiers:\n  free: { share: 2 }\n${load}`, 'a.yaml:4: tiers.free.share', ''],
  [`${pool}tiers:\n  free: { share: 0.5, tpt: 50ms }\n${load}`, 'a.yaml:4: tiers.free.tpt: unknown field', 'tpot'],
  [`${pool}tiers:\n  free: { share: 0.5 }\n  paid: { share: 0.4 }\n${load}`, 'add up to 0.9', 'leave one out'],
  [`${pool}tiers:\n  free: { pool: chad }\n${load}`, 'a.yaml:4: no pool named "chad"', 'chat'],
  [`${pool}tiers:\n  free: { ttft: fast }\n${load}`, 'a.yaml:4: tiers.free.ttft: expected a duration', ''],
  [`pools:\n  chat: { model: llama-3.1-8b, gpu: h1000, replicas: 4 }\n${load}`, 'a.yaml:2: no GPU', 'H100'],
  [`pools:\n  chat: { model: lama-3.1-8b, gpu: h100, replicas: 4 }\n${load}`, 'a.yaml:2: no model', 'llama-3.1-8b'],
  [`pools:\n  chat:\n    model: deepseek-v3\n    gpu: h100\n    replicas: 4\n${load}`, 'a.yaml:2:', ''],
  [`pools:\n  chat: { model: llama-3.1-8b, gpu: h100, replicas: 4, engine: vlm }\n${load}`, 'a.yaml:2: no engine named "vlm"', 'vllm'],
  [`pools:\n  chat: { model: llama-3.1-8b, gpu: h100, replicas: -4 }\n${load}`, 'a.yaml:2: pools.chat.replicas', ''],
  [`pools:\n  chat: { model: llama-3.1-8b, gpu: h100, replicas: 4, powered: 9 }\n${load}`, 'more powered replicas than the 4', ''],
  [`pools:\n  chat: { model: llama-3.1-8b, gpu: h100, prefill: { replicas: 1 } }\n${load}`, 'decode is missing', ''],
  [`gpus: 3\n${pool}${load}`, 'a.yaml:1: 3 GPUs, but the pools have 4', ''],
  [`${pool}workload: { users: 100 }\n`, 'callsPerUserPerDay is missing', ''],
  [`${pool}workload: { users: 100, hours: [0, 0] }\ntiers: { a: { callsPerUserPerDay: 1, input: 5, output: 5 } }\n`, 'all hours are 0', ''],
  [`${pool}workload:\n  users: [\n`, 'not valid YAML', ''],
  [`${pool}tiers: { all: { requestsPerMinute: 5 } }\n${load}`, 'names no senders', 'senders: 1000'],
  [
    `${pool}tiers: { all: { callsPerUserPerDay: 1000, input: 5, output: 5 } }\nworkload: { users: 90000000 }\n`,
    '90000 million requests',
    'simulatedReplicas',
  ],
  [`${pool}workload: { trace: t.csv, repeat: 90000000 }\n`, 'repeated 90000000 times', 'Lower repeat'],
  [`duration: -5m\n${pool}${load}`, 'a.yaml:1: duration: expected a duration', ''],
  [`${pool}tiers: { all: { input: { mean: -3 } } }\n${load}`, 'a.yaml:3: tiers.all.input', ''],
  [pool, 'workload', ''],
])('%j is refused', (text, message, hint) => {
  const error = refusal(text);
  expect(error.message).toContain(message);
  expect(error.hint).toContain(hint);
});
