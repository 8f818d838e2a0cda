import { expect, test } from 'vitest';
import { readNoise } from './noise.ts';

const head = '{"parentUuid":"p-1","isSidechain":false,"cwd":"/a","sessionId":"s","version":"2.1.37","gitBranch":"main",';
const tail = '"toolUseID":"t","parentToolUseID":"t","uuid":"u-1","timestamp":"2026-01-01T00:00:00Z"}';
const noise = (line: string): unknown => readNoise(Buffer.from(line));

test('progress of tools and hooks is told by its first bytes, with its place in the chain', () => {
  const output = 'x'.repeat(5000);
  expect(noise(`${head}"type":"progress","data":{"type":"bash_progress","output":"${output}"},${tail}`)).toEqual({
    uuid: 'u-1',
    parentUuid: 'p-1',
  });
  expect(noise('{"type":"file-history-snapshot","messageId":"m","snapshot":{}}')).toEqual({});
});

test('whatever may hold content is parsed', () => {
  expect(noise(`${head}"type":"progress","data":{"type":"agent_progress","message":{}},${tail}`)).toBeUndefined();
  expect(noise(`${head}"type":"user","message":{"content":"\\"type\\":\\"progress\\""},${tail}`)).toBeUndefined();
  expect(noise(`${head}"type":"progress","data":{"type":"bash_progress","output":"cut o`)).toBeUndefined();
  expect(noise('{"type":"summary","leafUuid":"x"}')).toBeUndefined();
});
