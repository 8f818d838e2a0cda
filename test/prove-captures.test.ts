import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ProveAnswer } from '../src/cli/lab/prove-answer.ts';
import type { LabAnswer } from '../src/prove/lab/lab-answer.ts';
import type { FindingsAnswer } from '../src/show/answers/findings-answer.ts';
import type { WeighAnswer } from '../src/show/answers/weigh-answer.ts';
import { tareIn, type Tare } from './lab-commands.ts';
import { loopbackChat, type AskedChat, type LoopbackChat, type SaidChat } from './loopback-chat.ts';
import { linesOf } from './made-captures.ts';

const letters = fileURLToPath(new URL('../examples/captures/letters.jsonl', import.meta.url));

let folder: string;
let tare: Tare;
let server: LoopbackChat | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tare-replays-'));
  tare = tareIn(folder);
});
afterEach(async () => {
  await server?.close();
  server = undefined;
  rmSync(folder, { recursive: true, force: true });
});

const from = (path: string): readonly string[] => ['--source', 'captures', '--from', path];
const bookingIn = ({ text }: AskedChat): string => /booking is number (\d+)/.exec(text)?.[1] ?? 'unknown';
const wasEdited = ({ text }: AskedChat): boolean => text.includes('characters that stand above');

async function findings(path: string): Promise<FindingsAnswer['findings']> {
  return (JSON.parse((await tare('findings', ...from(path), '--json')).output) as FindingsAnswer).findings;
}

async function prove(path: string, handle: string, say: (asked: AskedChat) => SaidChat, ...more: readonly string[]): Promise<ProveAnswer> {
  server = await loopbackChat(say);
  const words = ['prove', handle, ...from(path), '--endpoint', server.url, '--cost', 'tokens', ...more, '--json'];
  return JSON.parse((await tare(...words)).output) as ProveAnswer;
}

const weighed = async (path: string): Promise<WeighAnswer> =>
  JSON.parse((await tare('weigh', ...from(path), '--json')).output) as WeighAnswer;

test('captured calls are sent again with the fix, and a finding that holds is proved wherever it is asked for', async () => {
  const [finding] = await findings(letters);
  expect(finding).toMatchObject({ cause: 'duplicate-content', state: 'suspected' });
  const before = await weighed(letters);
  const answer = await prove(letters, finding?.handle ?? '', (asked) => ({ answer: `It is ${bookingIn(asked)}.` }), '--grade', 'contains');
  expect(answer.behaviour).toMatchObject({ state: 'replayed', edit: 'deduplicate-content', before: 'suspected', after: 'proved' });
  if (answer.behaviour.state !== 'replayed') return;
  const [asItWas, edited] = answer.behaviour.lab.arms;
  expect([asItWas?.solved, edited?.solved, edited?.proof?.verdict]).toEqual([80, 80, 'proved']);
  expect(edited?.proof?.cost.high).toBeLessThan(0.6);
  expect(answer.behaviour.notes).toContain('recorded with gpt-4.1-mini-2025-04-14, replayed on loopback: what is shown holds for loopback');
  expect(server?.asked).toHaveLength(240);
  expect(server?.asked.filter(wasEdited)).toHaveLength(80);
  const [proved] = await findings(letters);
  expect(proved).toMatchObject({ id: finding?.id, state: 'proved', tokens: finding?.tokens });
  const after = await weighed(letters);
  expect(after.net.tokens.high).toBe(before.net.tokens.high - (finding?.tokens ?? 0));
  expect(after.net.tokens.low).toBe(before.net.tokens.low);
});

test('requests go out as they were recorded: every message, in order, with the cap and the temperature', async () => {
  const [finding] = await findings(letters);
  await prove(letters, finding?.handle ?? '', (asked) => ({ answer: bookingIn(asked) }), '--tasks', '2');
  const recorded = readFileSync(letters, 'utf8')
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { request: { messages: { content: { text: string }[] }[] } }).request.messages)
    .map((messages) => messages.map(({ content }) => content.map(({ text }) => text).join('\n\n')));
  const sent = server?.asked.filter((asked) => !wasEdited(asked)).map(({ messages }) => messages.map(({ content }) => content)) ?? [];
  expect(sent).toHaveLength(4);
  for (const messages of sent) expect(recorded).toContainEqual(messages);
});

test('a fix that breaks answers is harmful, and its finding refuted and out of the net', async () => {
  const [finding] = await findings(letters);
  const say = (asked: AskedChat): SaidChat => ({ answer: wasEdited(asked) ? 'Which booking?' : bookingIn(asked) });
  const answer = await prove(letters, finding?.handle ?? '', say, '--tasks', '20');
  expect(answer.behaviour).toMatchObject({ after: 'refuted' });
  expect(await findings(letters)).toMatchObject([{ state: 'refuted' }]);
  const { net, gross } = await weighed(letters);
  expect(net.tokens).toEqual({ low: gross.tokens, high: gross.tokens });
});

test('too few calls leave a finding suspected, and a model that answers by chance settles nothing', async () => {
  const [finding] = await findings(letters);
  const few = await prove(letters, finding?.handle ?? '', (asked) => ({ answer: bookingIn(asked) }), '--tasks', '5');
  expect(few.behaviour).toMatchObject({ after: 'suspected', lab: { arms: [{}, { proof: { verdict: 'not-proved' } }] } });
  await server?.close();
  const noisy = (asked: AskedChat): SaidChat => ({ answer: asked.seed % 2 === 0 ? bookingIn(asked) : 'hm' });
  const chance = await prove(letters, finding?.handle ?? '', noisy, '--tasks', '60');
  expect(chance.behaviour).toMatchObject({ after: 'suspected' });
  expect(await findings(letters)).toMatchObject([{ state: 'suspected' }]);
});

test('right answers can be given in place of the recorded replies', async () => {
  const [finding] = await findings(letters);
  writeFileSync(
    join(folder, 'targets.jsonl'),
    '{"id":"chatcmpl-letter-1","target":"up","scorer":"exact"}\n{"id":"2","target":"up","scorer":"exact"}\n',
  );
  const targets = ['--targets', 'targets.jsonl'];
  const answer = await prove(letters, finding?.handle ?? '', () => ({ answer: 'up' }), '--tasks', '80', ...targets);
  expect(answer.behaviour).toMatchObject({ lab: { arms: [{ solved: 2 }, { solved: 2 }] } });
  await expect(tare('prove', finding?.handle ?? '', ...from(letters), '--targets', 'none.jsonl')).rejects.toMatchObject({
    code: 'no-targets',
  });
});

const schema = (name: string): object => ({
  type: 'function',
  function: {
    name,
    description: `Does ${name}. ${'Every field is given as the letter has it. '.repeat(60)}`,
    parameters: { type: 'object', properties: {} },
  },
});

/** Twenty conversations of one session: one tool is called in each second, the other never. */
function withTools(): string {
  const tools = [schema('find_booking'), schema('call_pilot')];
  const exchanges = Array.from({ length: 20 }, (_, index) => {
    const calls = index % 2 === 0;
    const reply = calls
      ? {
          role: 'assistant',
          content: null,
          tool_calls: [{ id: `c${index}`, type: 'function', function: { name: 'find_booking', arguments: '{ "booking": "7" }' } }],
        }
      : { role: 'assistant', content: 'Nothing to do.' };
    return {
      time: Date.parse('2026-03-20T10:00:00Z') + index * 1000,
      session: 'tools',
      request: { model: 'a-model', messages: [{ role: 'user', content: `Letter ${index}: ${calls ? 'booking 7' : 'hello'}` }], tools },
      response: {
        id: `r${index}`,
        model: 'a-model',
        choices: [{ index: 0, message: reply, finish_reason: calls ? 'tool_calls' : 'stop' }],
        usage: { prompt_tokens: 1500, completion_tokens: 8 },
      },
    };
  });
  const path = join(folder, 'tools.jsonl');
  writeFileSync(path, linesOf(exchanges));
  return path;
}

test('a tool call is a reply too, and only tools that no call of the session made are taken out', async () => {
  const path = withTools();
  const finding = (await findings(path)).find(({ cause }) => cause === 'unused-tools');
  const say = ({ text, tools }: AskedChat): SaidChat =>
    text.includes('booking 7') && tools.includes('find_booking')
      ? { call: { name: 'find_booking', arguments: '{"booking":"7"}' } }
      : { answer: 'Nothing to do' };
  const answer = await prove(path, finding?.handle ?? '', say, '--no-probe');
  expect(answer.behaviour).toMatchObject({ edit: 'remove-tools', lab: { arms: [{ solved: 20 }, { solved: 20 }] } });
  expect(new Set(server?.asked.map(({ tools }) => tools.join()))).toEqual(new Set(['find_booking,call_pilot', 'find_booking']));
});

test('an interrupted replay goes on where it stopped', async () => {
  const [finding] = await findings(letters);
  const say = (asked: AskedChat): SaidChat => ({ answer: bookingIn(asked) });
  const words = ['--tasks', '4', '--out', 'run'];
  const cut = await prove(letters, finding?.handle ?? '', say, ...words, '--max-tokens', '6000');
  expect(cut.behaviour).toMatchObject({ after: 'suspected', lab: { stopped: expect.stringContaining('--max-tokens') as string } });
  const asked = server?.asked.length ?? 0;
  await server?.close();
  const whole = await prove(letters, finding?.handle ?? '', say, ...words);
  expect(whole.behaviour).not.toHaveProperty('lab.stopped');
  expect((server?.asked.length ?? 0) + asked).toBe(12);
});

test('without a model, or with captures that are gone, it says what is missing', async () => {
  const [finding] = await findings(letters);
  const answer = JSON.parse((await tare('prove', finding?.handle ?? '', ...from(letters), '--json')).output) as ProveAnswer;
  expect(answer.behaviour).toMatchObject({ state: 'not-proved', why: expect.stringContaining('80 requests are on file') as string });
});

test('the replay that docs/experiments keeps runs again from its exchanges to the same proof', async () => {
  const kept = fileURLToPath(new URL('../docs/experiments/smollm2-135m-letters.jsonl.gz', import.meta.url));
  const scored = JSON.parse((await tare('lab', 'score', kept, '--json')).output) as LabAnswer;
  const [finding] = await findings(letters);
  const words = ['--recorded', kept, '--tasks', '80', '--grade', 'contains', '--cost', 'tokens', '--json'];
  const answer = JSON.parse((await tare('prove', finding?.handle ?? '', ...from(letters), ...words)).output) as ProveAnswer;
  expect(answer.behaviour).toMatchObject({ state: 'replayed', after: 'proved', lab: { arms: scored.arms, noise: scored.noise } });
  expect(scored.arms.every(({ failures, unknownCounts }) => failures.length === 0 && unknownCounts === 0)).toBe(true);
});

test('what was billed is what stands in the captures, to the token, and only what the provider puts around it is unseen', async () => {
  const stated = readFileSync(letters, 'utf8')
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { response: { usage: { total_tokens: number } } }).response.usage.total_tokens)
    .reduce((sum, total) => sum + total, 0);
  const { gross, byKind, unknownCalls } = await weighed(letters);
  expect(gross.tokens).toBe(stated);
  expect(byKind.reduce((sum, { tokens }) => sum + tokens, 0)).toBe(stated);
  expect(Object.values(unknownCalls).every((calls) => calls === 0 || calls === 80)).toBe(true);
  const exact = JSON.parse((await tare('weigh', '--exact', ...from(letters), '--json')).output) as WeighAnswer;
  const unseen = exact.byKind.find(({ name }) => name === 'unseen')?.tokens ?? 0;
  expect(unseen / 80).toBeLessThan(40);
});
