import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { openTare } from '../src/cli/open-ledger.ts';
import { readHolderFile } from '../src/ledger/holder/holder-file.ts';
import { askHolder, HolderGone } from '../src/ledger/holder/request-client.ts';
import { serveRequests } from '../src/ledger/holder/request-server.ts';
import { fromTransferText, toTransferText } from '../src/ledger/holder/transfer-text.ts';
import { TareError } from '../src/base/tare-error.ts';
import { askEverything } from './ask-everything.ts';
import { temporaryFolder } from './ledger-fixture.ts';
import { appendTurns, writeMadeSessions } from './made-transcripts.ts';
import { testWorld } from './test-world.ts';

const childScript = fileURLToPath(new URL('tare-child.ts', import.meta.url));
const children: ChildProcess[] = [];

function startChild(home: string, task: string): ChildProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', childScript, home, task], { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  return child;
}

async function outputOf(child: ChildProcess): Promise<string> {
  let output = '';
  child.stdout?.on('data', (part: Buffer) => (output += part.toString()));
  await once(child, 'close');
  return output;
}

async function saysReady(child: ChildProcess): Promise<void> {
  let output = '';
  for await (const part of child.stdout ?? []) {
    output += String(part);
    if (output.includes('ready')) return;
  }
}

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

test('answers come over the wire as they are: typed arrays, maps, nulls', () => {
  const answer = {
    values: Float64Array.of(1, 0.5),
    small: Uint8Array.of(7),
    names: new Map([[3, 'x']]),
    none: null,
    nested: [{ level: Int32Array.of(-1) }],
  };
  expect(fromTransferText(toTransferText(answer))).toEqual(answer);
});

test('the holder answers only who knows its secret, and errors arrive as they were thrown', async () => {
  const home = temporaryFolder();
  const server = await serveRequests(home, process.pid, (name) => {
    if (name === 'bad') throw new TareError({ code: 'some-code', message: 'what is wrong', hint: 'what to do' });
    return Promise.resolve({ name });
  });
  expect(statSync(join(home, 'holder.json')).mode & 0o777).toBe(0o600);
  const address = readHolderFile(home);
  expect(address).toEqual(server.address);
  expect(await askHolder(server.address, 'good', {})).toEqual({ name: 'good' });
  await expect(askHolder(server.address, 'bad', {})).rejects.toMatchObject({ code: 'some-code', hint: 'what to do' });
  await expect(askHolder({ ...server.address, token: 'guessed' }, 'good', {})).rejects.toBeInstanceOf(HolderGone);
  const fromPage = await fetch(`http://127.0.0.1:${server.address.port}/`, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.address.token}`, origin: 'http://evil.example' },
    body: '{}',
  });
  expect(fromPage.status).toBe(403);
  await server.close();
  expect(readHolderFile(home)).toBeUndefined();
  await expect(askHolder(server.address, 'good', {})).rejects.toBeInstanceOf(HolderGone);
});

test('while one process holds the ledger and agents write, every question is answered in another', async () => {
  const home = temporaryFolder();
  const [first] = writeMadeSessions(home, 6, 5);
  const holder = startChild(home, 'hold');
  await saysReady(holder);
  const guest = await openTare(testWorld(home), {});
  await guest.refresh();
  const before = await askEverything(guest.answers);
  expect(before).toMatchObject({ calls: 60, sessions: 6, compared: true, boxes: true, text: 'present' });
  appendTurns(first ?? '', '0', 3, 5);
  await guest.refresh();
  expect(await askEverything(guest.answers)).toMatchObject({ calls: 66, sessions: 6 });
  await guest.close();
  holder.stdin?.end();
  await once(holder, 'close');
});

test('two processes that start at once both answer, and alike', async () => {
  const home = temporaryFolder();
  writeMadeSessions(home, 20, 5);
  const answers = await Promise.all([startChild(home, 'ask'), startChild(home, 'ask')].map(outputOf));
  const [one, two] = answers.map((output) => JSON.parse(output.split('\n')[0] ?? '') as unknown);
  expect(one).toMatchObject({ calls: 200, sessions: 20 });
  expect(two).toEqual(one);
});

test('a holder that is killed in the middle of a request is taken over from', async () => {
  const home = temporaryFolder();
  const files = writeMadeSessions(home, 40, 10);
  const holder = startChild(home, 'hold');
  await saysReady(holder);
  const guest = await openTare(testWorld(home), {});
  for (const [index, file] of files.entries()) appendTurns(file, String(index), 5, 10);
  const refreshing = guest.refresh();
  setTimeout(() => holder.kill('SIGKILL'), 60);
  await refreshing;
  expect(await askEverything(guest.answers)).toMatchObject({ calls: 40 * 15 * 2, sessions: 40 });
  expect(readHolderFile(join(home, 'tare'))?.pid).toBe(process.pid);
  await guest.close();
});

test('a holder file left by a dead process, or full of rubbish, is in no one’s way', async () => {
  const home = temporaryFolder();
  writeMadeSessions(home, 1, 2);
  for (const rubbish of [JSON.stringify({ pid: 1, port: 9, token: 'x' }), '{"pid":', '[]']) {
    const tare = await openTare(testWorld(home), {});
    await tare.close();
    writeFileSync(join(home, 'tare', 'holder.json'), rubbish);
    const again = await openTare(testWorld(home), {});
    await again.refresh();
    expect((await again.answers.ask('weigh', { filter: { timeZone: 'UTC' } })).calls).toBe(4);
    await again.close();
  }
});
