import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { seed } from '../../base/random.ts';
import { fraction, gpuSeconds, seconds, timestamp, tokens, usd } from '../../base/units.ts';
import type { Arm } from '../arms/arm.ts';
import { count } from '../endpoints/count.ts';
import type { ChatRequest, ChatResponse, Endpoint, FailureReason } from '../endpoints/endpoint.ts';
import { recordedEndpoint } from '../endpoints/recorded.ts';
import type { Task } from '../tasks/task.ts';
import { servedMix, type ServedMix } from './as-if-served.ts';
import { archiveOf, experimentFileName, ExperimentWriter, parseExperiment, readExperiment } from './experiment-file.ts';
import type { ExchangeRecord, ExperimentHeader, ExperimentId, ExperimentPlan } from './experiment.ts';
import { pairsAfterPilot, pilotArms } from './pilot.ts';
import { runExperiment, type RunEnd, type RunOptions } from './run-experiment.ts';
import { scoreExperiment } from './score-experiment.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});
const temporary = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'tare-lab-'));
  folders.push(folder);
  return folder;
};

const armNamed = (name: string): Arm => ({
  name,
  description: name,
  expectedOutput: tokens(10),
  prepare: (task, random) => ({
    request: {
      messages: [{ role: 'system', content: name }, ...task.messages],
      maxOutput: tokens(100),
      temperature: 0,
      seed: random,
      reasoning: { kind: 'default' },
    },
  }),
});
const arms = [armNamed('long'), armNamed('short')];

const taskList = (size: number): Task[] =>
  Array.from({ length: size }, (_, index) => ({
    id: `task-${index}`,
    messages: [{ role: 'user', content: `question ${index}` }],
    targets: [String(index)],
    grader: { kind: 'numeric', tolerance: 0 },
  }));

const headerOf = (size: number, more: Partial<ExperimentPlan> = {}): ExperimentHeader => ({
  type: 'experiment',
  version: 1,
  id: 'test' as ExperimentId,
  started: timestamp(0),
  endpoint: { name: 'fake', dialect: 'openai-chat', model: 'm', continuesPrefix: false },
  plan: {
    proof: { margin: fraction(0.1), pairs: size, sequential: false },
    seed: seed(1),
    temperature: 0,
    maxOutput: tokens(100),
    arms: arms.map(({ name, description }) => ({ name, description })),
    baseline: 'long',
    noiseArm: 'long, again',
    costUnit: 'tokens',
    ...more,
  },
  taskSet: { name: 'test', tasks: taskList(size), corpus: [] },
});

const answered = (answer: string, output: number): ChatResponse => ({
  outcome: { kind: 'finished' },
  answer,
  reasoning: '',
  usage: { inputUncached: count(20, 'reported'), output: count(output, 'reported') },
  firstToken: seconds(0.1),
  duration: seconds(1),
  attempts: 1,
  warnings: [],
});
const failed = (reason: FailureReason): ChatResponse => ({
  outcome: { kind: 'failed', reason, message: `it was ${reason}` },
  answer: '',
  reasoning: '',
  usage: {},
  duration: seconds(1),
  attempts: 1,
  warnings: [],
});

const armOf = ({ messages }: ChatRequest): string => messages[0]?.content ?? '';
const numberOf = ({ messages }: ChatRequest): number => Number(messages[1]?.content.replace('question ', ''));

/** Answers right, 50 tokens for `long` and 10 for `short`, unless told otherwise. */
const fakeEndpoint = (respond: (request: ChatRequest, times: number) => ChatResponse | undefined = () => undefined): Endpoint => {
  let times = 0;
  return {
    facts: headerOf(1).endpoint,
    complete: async (request) => respond(request, ++times) ?? answered(`Answer: ${numberOf(request)}`, armOf(request) === 'long' ? 50 : 10),
    close: async () => undefined,
  };
};

const run = (size: number, endpoint: Endpoint, more: Partial<RunOptions> = {}, plan: Partial<ExperimentPlan> = {}): Promise<RunEnd> =>
  runExperiment({
    header: headerOf(size, plan),
    arms,
    earlier: [],
    endpoint,
    ceilings: {},
    clock: () => timestamp(0),
    signal: new AbortController().signal,
    record: () => undefined,
    onProgress: () => undefined,
    ...more,
  });

test('an arm that answers as well for a fifth of the output is proved, and the baseline agrees with itself', async () => {
  const { experiment, stopped } = await run(60, fakeEndpoint());
  const { arms: answers, noise, curve } = scoreExperiment(experiment, stopped === undefined ? {} : { stopped });
  expect(stopped).toBeUndefined();
  expect(answers[1]).toMatchObject({
    name: 'short',
    solved: 60,
    proof: { verdict: 'proved', counts: { losses: 0, gains: 0 } },
    holdsForAll: true,
    openPairs: 0,
  });
  expect(noise).toMatchObject({ pairs: 60, disagreements: 0, isQuiet: true });
  expect(curve.map(({ arm, tokensPerTask }) => [arm, tokensPerTask])).toEqual([
    ['short', 30],
    ['long', 70],
  ]);
});

test('as-if GPU-seconds are those of each arm’s tokens, and are not there where a count is unknown', async () => {
  const served = {
    model: 'open',
    gpu: 'part',
    layout: 'tp1',
    utilisation: 0.6,
    cost: (mix: ServedMix) => ({ gpuSeconds: gpuSeconds(mix.uncachedInput + 10 * mix.output), bandFactor: 2 }),
  };
  const { experiment } = await run(10, fakeEndpoint());
  const { arms: answers, asIf } = scoreExperiment(experiment, { served });
  expect(answers.map(({ asIfGpuSeconds }) => asIfGpuSeconds)).toEqual([10 * (20 + 500), 10 * (20 + 100)]);
  expect(asIf).toMatchObject({ model: 'open', bandFactor: 2 });
  expect(servedMix(experiment.exchanges.filter(({ arm }) => arm === 'long'))?.meanContext).toBe(20 + 25);
  const uncounted = await run(
    10,
    fakeEndpoint((request) => (armOf(request) === 'short' ? { ...answered('Answer: 1', 1), usage: {} } : undefined)),
  );
  expect(scoreExperiment(uncounted.experiment, { served }).arms[1]?.asIfGpuSeconds).toBeUndefined();
  expect(scoreExperiment(experiment).arms[0]?.asIfGpuSeconds).toBeUndefined();
});

test('a pilot asks for the pairs that its discordant share needs, and the run takes no more than there are', async () => {
  const { experiment } = await run(
    20,
    fakeEndpoint((request) => (armOf(request) === 'short' && numberOf(request) < 4 ? answered('Answer: -1', 5) : undefined)),
  );
  const found = pilotArms(experiment);
  expect(found).toEqual([{ arm: 'short', pairs: 20, discordant: 4, pairsNeeded: Math.ceil((6.18 * 0.2) / 0.01) }]);
  expect(pairsAfterPilot(found, 1000)).toBe(124);
  expect(pairsAfterPilot(found, 50)).toBe(50);
  expect(pairsAfterPilot([], 50)).toBe(50);
});

test('an arm that fails where the other solves is harmful', async () => {
  const { experiment } = await run(
    40,
    fakeEndpoint((request) => (armOf(request) === 'short' ? answered('Answer: -1', 5) : undefined)),
  );
  expect(scoreExperiment(experiment).arms[1]?.proof?.verdict).toBe('harmful');
});

test('two arms that fail alike prove nothing', async () => {
  const { experiment } = await run(
    40,
    fakeEndpoint(() => answered('no idea', 5)),
  );
  expect(scoreExperiment(experiment).arms[1]?.proof?.verdict).toBe('cannot-tell');
});

test('which arm runs first is drawn by the seed', async () => {
  const { experiment } = await run(40, fakeEndpoint());
  const first = experiment.exchanges.filter((_, index) => index % 3 === 0).map(({ arm }) => arm);
  expect(new Set(first)).toEqual(new Set(['long', 'short', 'long, again']));
  const again = await run(40, fakeEndpoint());
  expect(again.experiment.exchanges).toEqual(experiment.exchanges);
});

test('a failure of the world leaves the pair open and counted; resumed, it is asked again and nothing else is', async () => {
  const firstRun = await run(
    20,
    fakeEndpoint((request) => (armOf(request) === 'short' && numberOf(request) % 5 === 0 ? failed('timeout') : undefined)),
  );
  const open = scoreExperiment(firstRun.experiment).arms[1];
  expect(open).toMatchObject({ tasks: 16, openPairs: 4, failures: [{ reason: 'timeout', count: 4 }] });
  let asked = 0;
  const counting = fakeEndpoint(() => {
    asked++;
    return undefined;
  });
  const resumed = await run(20, counting, { earlier: firstRun.experiment.exchanges });
  expect(asked).toBe(4);
  expect(scoreExperiment(resumed.experiment).arms[1]).toMatchObject({ tasks: 20, openPairs: 0 });
});

test('an arm without room in the context loses its tasks, and gains nothing from what was not billed', async () => {
  const { experiment } = await run(
    30,
    fakeEndpoint((request) => (armOf(request) === 'short' && numberOf(request) < 15 ? failed('out-of-context') : undefined)),
  );
  const { proof, solved, tasks } = scoreExperiment(experiment).arms[1] ?? {};
  expect({ solved, tasks, losses: proof?.counts.losses, pairs: proof?.counts.pairs }).toEqual({
    solved: 15,
    tasks: 30,
    losses: 15,
    pairs: 30,
  });
});

test('an effort that the endpoint does not know is asked for once', async () => {
  let refusals = 0;
  const { experiment } = await run(
    10,
    fakeEndpoint((request) => {
      if (armOf(request) !== 'short') return undefined;
      refusals++;
      return failed('effort-refused');
    }),
  );
  expect(refusals).toBe(1);
  expect(scoreExperiment(experiment).arms[1]?.failures).toMatchObject([{ reason: 'effort-refused', count: 1 }]);
});

test('responses of another model are no part of a pair', async () => {
  const { experiment } = await run(
    9,
    fakeEndpoint((_, times) => (times % 5 === 0 ? failed('other-model') : undefined)),
  );
  const [long, short] = scoreExperiment(experiment).arms;
  expect((long?.tasks ?? 0) + (short?.tasks ?? 0)).toBeLessThan(18);
  expect(short?.proof?.counts.pairs).toBe(9 - (short?.openPairs ?? 0));
});

test('an endpoint that has died ends the run after three failures', async () => {
  const { experiment, stopped } = await run(
    50,
    fakeEndpoint(() => failed('unreachable')),
  );
  expect(experiment.exchanges).toHaveLength(3);
  expect(stopped).toContain('it was unreachable');
});

test('no ceiling is ever passed', async () => {
  const rates = { uncached: 1, read: 1, write: 1, output: 1, source: 'test' };
  const byTokens = await run(50, fakeEndpoint(), { ceilings: { tokens: tokens(1000) } });
  const used = byTokens.experiment.exchanges.reduce((sum, { response }) => sum + 20 + (response.usage.output?.tokens ?? 0), 0);
  expect(used).toBeGreaterThan(700);
  expect(used).toBeLessThanOrEqual(1000);
  expect(byTokens.stopped).toContain('--max-tokens');
  const byDollars = await run(50, fakeEndpoint(), { ceilings: { usd: usd(0.0005) } }, { rates });
  expect(byDollars.stopped).toContain('--max-usd');
  let now = 0;
  const byTime = await run(50, fakeEndpoint(), { ceilings: { time: seconds(5) }, clock: () => timestamp((now += 400)) });
  expect(byTime.stopped).toContain('--max-time');
  expect(byTime.experiment.exchanges.length).toBeGreaterThan(2);
});

test('stopped by hand, what was asked is kept', async () => {
  const stop = new AbortController();
  const { experiment, stopped } = await run(
    50,
    fakeEndpoint((_, times) => void (times === 7 && stop.abort())),
    { signal: stop.signal },
  );
  expect(experiment.exchanges).toHaveLength(7);
  expect(stopped).toBe('stopped by hand');
});

test('a sequential run ends when the evidence suffices, well before its tasks do', async () => {
  const proof = { margin: fraction(0.1), pairs: 400, sequential: true };
  const { experiment } = await run(400, fakeEndpoint(), {}, { proof });
  const { proof: result } = scoreExperiment(experiment).arms[1] ?? {};
  expect(result?.verdict).toBe('proved');
  expect(result?.counts.pairs).toBeLessThan(100);
});

async function recordedRun(folder: string, size: number): Promise<RunEnd> {
  const writer = ExperimentWriter.create(folder, headerOf(size));
  const end = await run(size, fakeEndpoint(), { record: (exchange) => writer.add(exchange) });
  writer.close();
  return end;
}

test('an archive scores as the run did, without any endpoint', async () => {
  const folder = temporary();
  const { experiment } = await recordedRun(folder, 10);
  const archive = join(folder, 'archive.jsonl.gz');
  writeFileSync(archive, archiveOf(readExperiment(folder)));
  expect(scoreExperiment(readExperiment(archive))).toEqual(scoreExperiment(experiment));
});

test('a line that a crash has cut off costs that line, and the run goes on behind it', async () => {
  const folder = temporary();
  await recordedRun(folder, 4);
  const file = join(folder, experimentFileName);
  const whole = readFileSync(file, 'utf8');
  writeFileSync(file, whole.slice(0, -40));
  const { exchanges } = readExperiment(folder);
  expect(exchanges).toHaveLength(11);
  const writer = ExperimentWriter.resume(folder);
  const end = await run(4, fakeEndpoint(), { earlier: exchanges, record: (exchange) => writer.add(exchange) });
  writer.close();
  expect(end.experiment.exchanges).toHaveLength(12);
  expect(readExperiment(folder).exchanges).toHaveLength(12);
});

test.each([
  ['', 'x:1: no experiment'],
  ['{"type":"experiment","version":9}\n', 'x:1: another version'],
  ['oops\n{}\n', 'x:1: not JSON'],
  ['{"type":"other"}\n', 'x:1: neither'],
])('a damaged experiment %j is refused with its place', (content, message) => {
  expect(() => parseExperiment(content, 'x')).toThrow(message);
});

test('a recorded request that was stopped and asked again on resuming is answered by what came then', async () => {
  const { experiment } = await run(5, fakeEndpoint());
  const [first] = experiment.exchanges;
  const { request, response } = first as ExchangeRecord;
  const stopped: ExchangeRecord['response'] = { ...response, answer: '', outcome: { kind: 'failed', reason: 'stopped', message: '' } };
  const endpoint = recordedEndpoint(experiment.header.endpoint, [
    { request, response: stopped },
    { request, response },
  ]);
  expect(await endpoint.complete(request, new AbortController().signal)).toEqual(response);
});

test('a recorded run answers itself, and refuses what was never asked', async () => {
  const { experiment } = await run(5, fakeEndpoint());
  const again = await run(5, recordedEndpoint(experiment.header.endpoint, experiment.exchanges));
  const bare = ({ arm, task, response }: ExchangeRecord): unknown => ({ arm, task, response });
  expect(again.experiment.exchanges.map(bare)).toEqual(experiment.exchanges.map(bare));
  const unknown = recordedEndpoint(experiment.header.endpoint, []);
  const [first] = experiment.exchanges;
  expect(await unknown.complete((first as ExchangeRecord).request, new AbortController().signal)).toMatchObject({
    outcome: { reason: 'bad-request' },
  });
});
