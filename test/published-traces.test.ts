import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { randomFrom, seed } from '../src/base/random.ts';
import { mean } from '../src/base/statistics.ts';
import { readTrace } from '../src/scale/traces/read-trace.ts';
import { servegenWorkload } from '../src/scale/traces/servegen-workload.ts';
import { readServeGen } from '../src/scale/traces/servegen.ts';
import { analyticReplica } from './analytic-replica.ts';
import { runReplicas } from './one-replica.ts';
import { hasSharedData, sharedData } from './shared-data.ts';

const open = (name: string) => readTrace(readFileSync(`${sharedData}traces/${name}`), { place: name });

// Rows and means are those that the README beside the traces states.
test.skipIf(!hasSharedData()).each([
  { name: 'azure-llm-2023-code.csv.gz', rows: 8819, input: 2048, output: 28 },
  { name: 'azure-llm-2023-conv.csv.gz', rows: 19_366, input: 1155, output: 211 },
  { name: 'mooncake-conversation.jsonl.gz', rows: 12_031, input: 12_035, output: 343 },
  { name: 'mooncake-synthetic.jsonl.gz', rows: 3993, input: 15_325, output: 149 },
])('$name is read whole', ({ name, rows, input, output }) => {
  const trace = open(name);
  expect(trace.arrivals.length + trace.emptyRows).toBe(rows);
  expect(Math.round(mean(trace.inputTokens))).toBeCloseTo(input, -1);
  expect(Math.round(mean(trace.outputTokens))).toBeCloseTo(output, -1);
});

test.skipIf(!hasSharedData())(
  'a Mooncake trace on replicas with much memory finds its prompts in the cache as an infinite cache would',
  () => {
    const trace = open('mooncake-synthetic.jsonl.gz');
    const cost = analyticReplica({ kvCapacity: 200_000_000 as never });
    const { table } = runReplicas(cost, trace);
    const hits = mean(table.cachedTokens) / mean(table.inputTokens);
    // 64.0 % of blocks hit an infinite cache; the last, partial block of a prompt is never shared.
    expect(hits).toBeGreaterThan(0.58);
    expect(hits).toBeLessThan(0.66);
  },
);

test.skipIf(!hasSharedData())('clients of ServeGen send at their recorded rates', () => {
  const archive = (part: string) => readFileSync(`${sharedData}traces/servegen-reason-deepseek-r1-${part}.tar.gz`);
  const clients = readServeGen({ trace: archive('trace'), dataset: archive('dataset') }, 'servegen-reason-deepseek-r1');
  expect(clients.length).toBe(73);
  const start = 43_200;
  const duration = 3600;
  const expected = clients
    .flatMap((client) => client.windows.filter((window) => window.start >= start && window.start < start + duration))
    .reduce((sum, window) => sum + window.rate * 600, 0);
  const { columns, borrowed } = servegenWorkload(clients, { start, duration, rateFactor: 1 }, randomFrom(seed(3), 'test'));
  expect(Math.abs(columns.arrivals.length / expected - 1)).toBeLessThan(0.1);
  expect(borrowed).toBe(0);
});
