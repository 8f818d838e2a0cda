import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadLlamaBinding } from '../src/prove/endpoints/llama-binding.ts';
import type { LabAnswer } from '../src/prove/lab/lab-answer.ts';
import { tareIn, type Tare } from './lab-commands.ts';
import { writeTinyGguf } from './tiny-gguf.ts';

const hasEngine = await loadLlamaBinding().then(
  () => true,
  () => {
    process.stderr.write(
      '\nSKIPPED: node-llama-cpp is not installed; no experiment runs on the real engine. docs/lab.md says how to install it.\n',
    );
    return false;
  },
);

let folder: string;
let model: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tare-prove-'));
  model = join(folder, 'tiny.gguf');
  writeTinyGguf(model);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const tare: Tare = (...words) => tareIn(folder)(...words);

const labRun = async (...words: readonly string[]): Promise<LabAnswer & { readonly folder: string }> =>
  JSON.parse((await tare('lab', 'run', ...words, '--gguf', model, '--json')).output) as LabAnswer & { readonly folder: string };

/** All tokens that the exchanges of a file state. */
function billedIn(file: string): number {
  const lines = readFileSync(file, 'utf8').trim().split('\n').slice(1);
  const usages = lines.map((line) => (JSON.parse(line) as { response: { usage: Record<string, { tokens: number }> } }).response.usage);
  return usages.reduce((sum, usage) => sum + (usage['inputUncached']?.tokens ?? 0) + (usage['output']?.tokens ?? 0), 0);
}

const recorded = (name: string): string => fileURLToPath(new URL(`../docs/experiments/${name}.jsonl.gz`, import.meta.url));

test.each([
  ['smollm2-135m', 'reasoning', ['--tasks', '18', '--levels', '1-2', '--max-output', '128']],
  ['smollm2-135m', 'retrieval', ['--tasks', '16', '--passages', '6', '--sizes', '1', '--max-output', '24']],
  ['qwen2.5-coder-0.5b', 'reasoning', ['--tasks', '18', '--levels', '1-2', '--max-output', '256']],
  ['qwen2.5-coder-0.5b', 'retrieval', ['--tasks', '16', '--passages', '6', '--sizes', '1', '--max-output', '24']],
])('the recorded %s %s experiment of docs/experiments runs again from its exchanges to the same verdicts', async (model, name, options) => {
  const file = recorded(`${model}-${name}`);
  const kept = JSON.parse((await tare('lab', 'score', file, '--json')).output) as LabAnswer;
  const words = [
    'lab',
    'run',
    name,
    '--recorded',
    file,
    '--temperature',
    '0.2',
    ...options,
    '--out',
    `recorded/${model}-${name}`,
    '--json',
  ];
  const again = JSON.parse((await tare(...words)).output) as LabAnswer;
  expect(again.arms).toEqual(kept.arms);
  expect(again.noise).toEqual(kept.noise);
  expect(kept.arms.every(({ failures, unknownCounts }) => failures.length === 0 && unknownCounts === 0)).toBe(true);
});

test('exchanges on file become calls in the ledger', async () => {
  const file = join(folder, 'from-docs');
  mkdirSync(file);
  writeFileSync(join(file, 'experiment.jsonl'), gunzipSync(readFileSync(recorded('smollm2-135m-retrieval'))));
  const weighed = JSON.parse((await tare('weigh', '--source', 'lab', '--from', file, '--json')).output) as {
    readonly gross: { readonly tokens: number };
  };
  expect(weighed.gross.tokens).toBe(billedIn(join(file, 'experiment.jsonl')));
});

test.skipIf(!hasEngine)('the reasoning experiment runs end to end on the real engine, and scores the same from its file', async () => {
  const answer = await labRun('reasoning', '--tasks', '3', '--max-output', '16');
  expect(answer.arms.map(({ name, tasks }) => [name, tasks])).toEqual([
    ['long', 3],
    ['short', 3],
    ['direct', 3],
    ['capped', 3],
    ['closed at 50%', 3],
  ]);
  for (const arm of answer.arms) {
    expect(arm.failures).toEqual([]);
    expect(arm.input).toBeGreaterThan(0);
    expect(arm.unknownCounts + arm.estimatedCounts).toBe(0);
    expect(Object.values(arm.outputByPhase).reduce((sum, part) => sum + part, 0)).toBeLessThanOrEqual(arm.output + 7);
  }
  expect(answer.arms.slice(1).every(({ proof }) => proof?.counts.pairs === 3)).toBe(true);
  const { folder: kept, ...scored } = answer;
  expect(JSON.parse((await tare('lab', 'score', kept, '--json')).output)).toEqual(scored);
  await tare('lab', 'export', kept, 'archive.jsonl.gz');
  expect(JSON.parse((await tare('lab', 'score', 'archive.jsonl.gz', '--json')).output)).toEqual(scored);
});

test.skipIf(!hasEngine)(
  'a pilot fixes the number of tasks, is stored, shares no task with the run, and resumes to the same plan',
  async () => {
    const words = ['retrieval', '--tasks', '2', '--pilot', '2', '--passages', '4', '--sizes', '1', '--max-output', '4', '--out', 'piloted'];
    const answer = await labRun(...words);
    expect(answer.plan.pilot).toMatchObject({ pairs: 2, arms: [{ arm: 'whole, question first', pairs: 2 }, {}, {}, {}] });
    expect(answer.plan.pairs).toBe(2);
    const tasksOf = (file: string): string[] =>
      (
        JSON.parse(readFileSync(join(folder, file), 'utf8').split('\n')[0] ?? '') as { taskSet: { tasks: { id: string }[] } }
      ).taskSet.tasks.map(({ id }) => id);
    expect(tasksOf('piloted/pilot/experiment.jsonl')).toEqual(['retrieval-1', 'retrieval-2']);
    expect(tasksOf('piloted/experiment.jsonl')).toEqual(['retrieval-3', 'retrieval-4']);
    expect(await labRun(...words)).toEqual(answer);
    const { folder: kept, ...scored } = answer;
    const exported = await tare('lab', 'export', kept, 'piloted.jsonl.gz');
    const exchanges = (file: string): number => readFileSync(join(folder, file), 'utf8').trim().split('\n').length - 1;
    expect(exported.output).toContain(`and ${exchanges('piloted/pilot/experiment.jsonl')} of the pilot`);
    // The pilot's figures are worked out again from its exchanges, in the archive alone.
    rmSync(join(folder, 'piloted/pilot'), { recursive: true });
    expect(JSON.parse((await tare('lab', 'score', 'piloted.jsonl.gz', '--json')).output)).toEqual(scored);
    writeFileSync(join(folder, 'archived.jsonl'), gunzipSync(readFileSync(join(folder, 'piloted.jsonl.gz'))));
    const weighed = JSON.parse((await tare('weigh', '--source', 'lab', '--from', 'archived.jsonl', '--json')).output) as {
      readonly calls: number;
      readonly skipped: { readonly lines: number };
    };
    expect(weighed.skipped.lines).toBe(0);
    expect(weighed.calls).toBe(readFileSync(join(folder, 'archived.jsonl'), 'utf8').trim().split('\n').length - 2);
    await expect(labRun(...words, '--out', 'cut-pilot', '--max-tokens', '60')).rejects.toMatchObject({ code: 'pilot-stopped' });
  },
);

test.skipIf(!hasEngine)('the least reasoning is searched on the real engine, kept on file, and scored from it', async () => {
  writeFileSync(
    join(folder, 'own.jsonl'),
    '{"input":"one","target":"1","scorer":"normalised"}\n{"input":"two","target":"2","scorer":"normalised"}\n',
  );
  const words = ['own.jsonl', '--tasks', '2', '--max-output', '96', '--closed-at', '50', '--out', 'least'];
  const { folder: kept, ...answer } = await labRun(...words, '--least');
  const { least } = answer;
  expect(least?.open).toBe(0);
  expect((least?.tasks.length ?? 0) + (least?.unanswered ?? 0)).toBe(2);
  expect(least?.requests).toBeGreaterThanOrEqual(2);
  for (const { least: sentences, sentences: all, share } of least?.tasks ?? []) expect(share).toBe(sentences / all);
  expect(JSON.parse((await tare('lab', 'score', kept, '--json')).output)).toEqual(answer);
  expect((await labRun(...words, '--least')).least).toEqual(least);
});

test.skipIf(!hasEngine)(
  'the retrieval experiment runs end to end on the real engine; retrieval is scored apart from answering',
  async () => {
    const answer = await labRun('retrieval', '--tasks', '3', '--passages', '6', '--sizes', '1,3', '--max-output', '8');
    expect(answer.arms.map(({ name, recall }) => [name, recall?.found])).toEqual([
      ['whole', 3],
      ['whole, question first', 3],
      ['bm25-1', 3],
      ['bm25-3', 3],
      ['oracle', 3],
      ['closed book', 0],
    ]);
    const [whole, , , , oracle] = answer.arms;
    expect(oracle?.input).toBeLessThan(whole?.input ?? 0);
  },
);

test.skipIf(!hasEngine)('a corpus beyond the context is no silent success: the arm is marked and its tasks count as unsolved', async () => {
  const answer = await labRun('retrieval', '--tasks', '2', '--passages', '12', '--sizes', '1', '--max-output', '4', '--context', '512');
  expect(answer.arms[0]).toMatchObject({ name: 'whole', tasks: 2, solved: 0, failures: [{ reason: 'out-of-context', count: 2 }] });
  expect(answer.arms.find(({ name }) => name === 'oracle')?.failures).toEqual([]);
});

test.skipIf(!hasEngine)('the same seed gives the same words, and an interrupted run goes on to the same answers', async () => {
  const words = ['reasoning', '--tasks', '2', '--max-output', '12'];
  const whole = await labRun(...words, '--out', 'whole');
  const cut = await labRun(...words, '--out', 'cut', '--max-tokens', '350');
  expect(cut.stopped).toContain('--max-tokens');
  const resumed = await labRun(...words, '--out', 'cut');
  expect(resumed.stopped).toBeUndefined();
  const counts = ({ arms }: LabAnswer): unknown => arms.map(({ name, solved, input, output }) => ({ name, solved, input, output }));
  expect(counts(resumed)).toEqual(counts(whole));
  await expect(labRun(...words, '--out', 'cut', '--margin', '9')).rejects.toMatchObject({ code: 'other-experiment' });
});

test.skipIf(!hasEngine)('exchanges are calls in the ledger: the bill of the lab is what the engine has counted', async () => {
  await labRun('retrieval', '--tasks', '2', '--passages', '4', '--sizes', '1', '--max-output', '6', '--out', 'ledger/run');
  const weighed = JSON.parse((await tare('weigh', '--source', 'lab', '--from', 'ledger', '--json')).output) as {
    readonly gross: { readonly tokens: number };
  };
  expect(weighed.gross.tokens).toBe(billedIn(join(folder, 'ledger/run/experiment.jsonl')));
});

test.skipIf(!hasEngine)('tasks of a file run under the reasoning arms', async () => {
  writeFileSync(join(folder, 'tasks.jsonl'), '{"question":"What is 2 + 2?","answer":4}\n{"question":"What is 3 + 3?","answer":6}\n');
  const answer = await labRun('tasks.jsonl', '--max-output', '8');
  expect(answer).toMatchObject({ name: 'tasks.jsonl', plan: { pairs: 2 } });
});

test.skipIf(!hasEngine)('a dry run says what it will take and asks nothing', async () => {
  const { output } = await tare('lab', 'run', 'reasoning', '--gguf', model, '--tasks', '10', '--dry-run');
  expect(output).toContain('60 requests');
  expect(output).toMatch(/expected: .* tok in, .* tok out \(at most .*\), no list price/);
  expect(output).toContain('time: about');
  const least = await tare('lab', 'run', 'reasoning', '--gguf', model, '--tasks', '10', '--least', '--dry-run');
  expect(least.output).toMatch(
    /search for the least reasoning: about \d+ requests \(at most \d+\), .* in and .* out \(at most .* and .*\), about .* \(at most .*\)/,
  );
});

test.each([
  [['lab', 'run', 'reasoning'], 'endpoint-needed'],
  [['lab', 'run', 'reasoning', '--endpoint', 'nonsense'], 'bad-endpoint'],
  [['lab', 'run', 'reasoning', '--endpoint', 'http://127.0.0.1:9', '--model', 'm'], 'endpoint-unreachable'],
  [['lab', 'run', 'reasoning', '--endpoint', 'http://127.0.0.1:9', '--api-key-env', 'NO_SUCH_KEY'], 'no-api-key'],
  [['lab', 'run', 'reasoning', '--recorded', 'nowhere'], 'bad-experiment'],
  [['lab', 'score', 'nowhere'], 'bad-experiment'],
  [['prove', 'f-000000', '--source', 'lab', '--from', '.'], 'unknown-finding'],
])('%j is refused with %s', async (words, code) => {
  await expect(tare(...words)).rejects.toMatchObject({ code });
});

test.skipIf(!hasEngine).each([
  [['lab', 'run', 'nowhere.jsonl'], 'unknown-experiment'],
  [['lab', 'run', 'reasoning', '--levels', '0-9'], 'bad-option'],
  [['lab', 'run', 'reasoning', '--max-usd', '5'], 'unpriced-model'],
  [['lab', 'run', 'retrieval', '--sizes', '500', '--passages', '10'], 'bad-option'],
])('%j is refused with %s', async (words, code) => {
  await expect(tare(...words, '--gguf', model)).rejects.toMatchObject({ code });
});

test('without the engine, --gguf says how to get it', async () => {
  await expect(loadLlamaBinding('no-such-package-here')).rejects.toMatchObject({ code: 'no-llama-cpp' });
});

test.skipIf(!hasEngine)('a file that is no model is refused', async () => {
  writeFileSync(join(folder, 'broken.gguf'), 'GGUF and nothing else');
  await expect(tare('lab', 'run', 'reasoning', '--gguf', 'broken.gguf')).rejects.toMatchObject({ code: 'bad-model' });
  await expect(tare('lab', 'run', 'reasoning', '--gguf', 'absent.gguf')).rejects.toMatchObject({ code: 'no-such-model' });
});
