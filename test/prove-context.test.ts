import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { LabAnswer } from '../src/prove/lab/lab-answer.ts';
import { tareIn, type Tare } from './lab-commands.ts';
import { loopbackChat, type AskedChat, type LoopbackChat, type SaidChat } from './loopback-chat.ts';

let folder: string;
let tare: Tare;
let server: LoopbackChat | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tare-context-'));
  tare = tareIn(folder);
});
afterEach(async () => {
  await server?.close();
  server = undefined;
  rmSync(folder, { recursive: true, force: true });
});

const limit = 2600;
const sizeOf = ({ text }: AskedChat): number => Math.ceil(text.length / 4);

/** Answers what stands at the start, as far as it still sees it. */
const answer = (text: string): string => /harbour is (\d+)/.exec(text)?.[1] ?? 'I do not know';

/** Drops the oldest text once its context is full and says nothing, as Ollama does. */
const cutsInSilence = (asked: AskedChat): SaidChat => ({
  answer: answer(asked.text.slice(-limit * 4)),
  promptTokens: Math.min(limit, sizeOf(asked)),
});
const refuses = (asked: AskedChat): SaidChat =>
  sizeOf(asked) > limit
    ? { refusal: [400, `the request exceeds the available context size (${limit} tokens)`] }
    : { answer: answer(asked.text) };

const run = (...more: readonly string[]): ReturnType<Tare> =>
  tare(
    'lab',
    'run',
    'retrieval',
    '--endpoint',
    server?.url ?? '',
    '--tasks',
    '2',
    '--passages',
    '150',
    '--sizes',
    '1',
    '--max-output',
    '8',
    ...more,
  );

test.each([
  [cutsInSilence, 'truncates', 'cut in silence'],
  [refuses, 'refuses', 'are refused: HTTP 400'],
] as const)(
  'a limit that is not stated is searched for before the run, and what happens beyond it is said',
  async (say, behaviour, words) => {
    server = await loopbackChat(say);
    const { output, errors } = await run('--json', '--out', 'run');
    const { endpoint } = JSON.parse(output) as LabAnswer;
    expect(endpoint.contextProbe).toMatchObject({ behaviour });
    expect(endpoint.contextProbe?.holds).toBeGreaterThan(limit * 0.9);
    expect(endpoint.contextProbe?.holds).toBeLessThanOrEqual(limit);
    expect(errors).toMatch(/first a search for the context limit: at most \d+ requests/);
    expect(errors).toContain(words);
    // A run that goes on knows what was found.
    const asked = server.asked.length;
    await run('--json', '--out', 'run');
    expect(server.asked).toHaveLength(asked);
    expect(readFileSync(join(folder, 'run/experiment.jsonl'), 'utf8')).toContain('"contextProbe"');
  },
);

test('a dry run says what the search would take and asks nothing', async () => {
  server = await loopbackChat(refuses);
  expect((await run('--dry-run')).output).toContain('search for the context limit');
  expect(server.asked).toHaveLength(0);
});

test('no search is made where the limit is stated, where it is not wanted, and where every prompt is short', async () => {
  server = await loopbackChat(refuses, { data: [{ id: 'loopback', max_model_len: 4096 }] });
  expect((await run('--dry-run')).output).not.toContain('search for the context limit');
  await server.close();
  server = await loopbackChat(refuses);
  expect((await run('--dry-run', '--no-probe')).output).not.toContain('search for the context limit');
  expect((await run('--dry-run', '--max-tokens', '5000')).output).not.toContain('search for the context limit');
  await expect(run('--dry-run', '--max-tokens', '5000', '--probe-context', '9000')).rejects.toMatchObject({ code: 'probe-too-dear' });
  expect((await run('--dry-run', '--passages', '10')).output).not.toContain('search for the context limit');
  expect((await run('--dry-run', '--passages', '10', '--probe-context', '3000')).output).toContain('search for the context limit');
});
