import { expect, test } from 'vitest';
import { TareError } from '../../base/tare-error.ts';
import { smallestLayout } from '../plan/candidate-layouts.ts';
import { machineCapability } from '../plan/machine-capability.ts';
import { gpuNamed } from './gpu-named.ts';
import { modelNamed } from './model-named.ts';
import { machineFromJson } from './own-machine.ts';

test('a machine that is stated as a table has it does what that part does', () => {
  const part = gpuNamed('ryzen-9950x');
  const own = machineFromJson(
    {
      name: 'mine',
      memoryGigabytesPerSecond: part.memoryTerabytesPerSecond * 1000,
      memoryGigabytes: part.memoryGigabytes,
      teraflops: part.bf16Tflops,
      watts: part.thermalDesignWatts,
      year: part.year,
    },
    'mine.json',
  );
  const model = modelNamed('gpt-oss-20b');
  const engine = { name: 'llama.cpp', quantisation: 'mxfp4' } as const;
  const shape = { inputTokens: 512, outputTokens: 128 };
  const [a, b] = [part, own].map((gpu) => machineCapability(model, gpu, smallestLayout(model, gpu, engine), engine, shape));
  expect(b?.points.map(({ timePerOutputToken }) => timePerOutputToken)).toEqual(
    a?.points.map(({ timePerOutputToken }) => timePerOutputToken),
  );
  expect(b?.gpu).toBe('mine');
});

test.each([
  [{ name: 'x' }, 'memoryGigabytesPerSecond'],
  [{ name: 'x', memoryGigabytesPerSecond: -1, memoryGigabytes: 8, teraflops: 1 }, 'memoryGigabytesPerSecond'],
  [{ name: 'x', memoryGigabytesPerSecond: 1, memoryGigabytes: 8, teraflops: 1, memmory: 8 }, 'memmory'],
  [[], 'm.json'],
])('%j is refused, naming what is wrong and what a machine is', (json, words) => {
  let error: unknown;
  try {
    machineFromJson(json, 'm.json');
  } catch (thrown) {
    error = thrown;
  }
  expect(TareError.isInstance(error) ? [error.code, error.message, error.hint] : []).toEqual([
    'bad-machine',
    expect.stringContaining(words) as string,
    expect.stringContaining('memoryGigabytes') as string,
  ]);
});
