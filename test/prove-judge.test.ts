import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { LabAnswer } from '../src/prove/lab/lab-answer.ts';
import { tareIn, type Tare } from './lab-commands.ts';
import { loopbackChat, type AskedChat, type LoopbackChat, type SaidChat } from './loopback-chat.ts';

let folder: string;
let tare: Tare;
const servers: LoopbackChat[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tare-judge-'));
  tare = tareIn(folder);
  const tasks = ['north quay', 'old sluice', 'fish hall'].map((target, index) => ({
    question: `Where is boat ${index}?`,
    answer: target,
    scorer: 'judge',
  }));
  writeFileSync(join(folder, 'boats.jsonl'), tasks.map((task) => JSON.stringify(task)).join('\n'));
});
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
  rmSync(folder, { recursive: true, force: true });
});

async function serve(say: (asked: AskedChat) => SaidChat): Promise<LoopbackChat> {
  const server = await loopbackChat(say);
  servers.push(server);
  return server;
}

const places = ['the North Quay, of course', 'by the old sluice', 'the fish hall'];
const boats = (asked: AskedChat): SaidChat => ({
  answer: asked.text.includes('without any explanation') ? 'nowhere' : (places[Number(/boat (\d)/.exec(asked.text)?.[1])] ?? ''),
});
const part = (text: string, name: string): string => new RegExp(`${name} answer:\\n(.*)`).exec(text)?.[1]?.toLowerCase() ?? '';
const fair = ({ text }: AskedChat): SaidChat => ({
  answer: `They say much. Verdict: ${part(text, 'Given').includes(part(text, 'Expected')) ? 'yes' : 'no'}`,
});

async function judged(
  judge: (asked: AskedChat) => SaidChat,
): Promise<{ answer: LabAnswer & { folder: string }; asked: LoopbackChat; judge: LoopbackChat; words: string[] }> {
  const [model, judging] = [await serve(boats), await serve(judge)];
  const words = ['lab', 'run', 'boats.jsonl', '--endpoint', model.url, '--judge-endpoint', judging.url, '--out', 'run', '--json'];
  return { answer: JSON.parse((await tare(...words)).output) as LabAnswer & { folder: string }, asked: model, judge: judging, words };
}

test('a model judges what is asked of it by name; its verdicts are kept, flagged with their controls, and score again offline', async () => {
  const { answer, judge, words } = await judged(fair);
  expect(answer.arms.map(({ name, solved, tasks }) => [name, solved, tasks])).toEqual([
    ['long', 3, 3],
    ['short', 3, 3],
    ['direct', 0, 3],
    ['capped', 3, 3],
  ]);
  expect(answer.judge).toEqual({ model: 'loopback', judged: 15, unclear: 0, accepted: { right: 3, of: 3 }, refused: { wrong: 3, of: 3 } });
  const asked = judge.asked.length;
  expect(asked).toBe(15 + 6);
  const { folder: kept, ...scored } = answer;
  expect(JSON.parse((await tare('lab', 'score', kept, '--json')).output)).toEqual(scored);
  await tare('lab', 'export', kept, 'judged.jsonl.gz');
  expect(JSON.parse((await tare('lab', 'score', 'judged.jsonl.gz', '--json')).output)).toEqual(scored);
  expect((await tare('lab', 'score', kept)).output).toMatch(
    /Judged by loopback, a model: 15 answers\. .* how far people agree with it is not known\./,
  );
  // Nothing is asked twice, and judgements are calls like others.
  await tare(...words);
  expect(judge.asked).toHaveLength(asked);
  writeFileSync(join(folder, 'flat.jsonl'), gunzipSync(readFileSync(join(folder, 'judged.jsonl.gz'))));
  const weighed = JSON.parse((await tare('weigh', '--source', 'lab', '--from', 'flat.jsonl', '--json')).output) as { calls: number };
  expect(weighed.calls).toBe(15 + asked);
});

test('a judge that accepts everything is found out by its controls', async () => {
  const { answer } = await judged(() => ({ answer: 'Verdict: yes' }));
  expect(answer.judge).toMatchObject({ accepted: { right: 3, of: 3 }, refused: { wrong: 0, of: 3 } });
});

test('words that are no verdict leave the pair open', async () => {
  const { answer } = await judged(() => ({ answer: 'Hard to say.' }));
  expect(answer.judge).toMatchObject({ judged: 0, unclear: 15 });
  expect(answer.arms.map(({ tasks }) => tasks)).toEqual([0, 0, 0, 0]);
});

test('a judge is seen in the plan before anything is sent, is needed where tasks ask for it, and has no use elsewhere', async () => {
  const server = await serve(boats);
  const words = ['lab', 'run', 'boats.jsonl', '--endpoint', server.url];
  expect((await tare(...words, '--judge-endpoint', server.url, '--dry-run')).output).toContain(
    'loopback judges: at most 21 further requests',
  );
  await expect(tare(...words)).rejects.toMatchObject({ code: 'judge-needed' });
  await expect(tare('lab', 'run', 'reasoning', '--endpoint', server.url, '--judge-endpoint', server.url)).rejects.toMatchObject({
    code: 'bad-option',
  });
  expect(server.asked).toHaveLength(0);
});
