import { expect, test } from 'vitest';
import { gpuNamed } from '../hardware/gpu-named.ts';
import { modelNamed } from '../hardware/model-named.ts';
import { smallestLayout } from './candidate-layouts.ts';
import { usualEngine, usualQuantisation } from './default-engine.ts';
import { machineCapability } from './machine-capability.ts';

function capability(modelName: string, gpuName: string) {
  const [model, gpu] = [modelNamed(modelName), gpuNamed(gpuName)];
  const name = usualEngine(gpu);
  const engine = { name, quantisation: usualQuantisation(model, name) };
  return machineCapability(model, gpu, smallestLayout(model, gpu, engine), engine, { inputTokens: 512, outputTokens: 128 });
}

test('a desktop processor runs gpt-oss-20b at a speed its memory allows', () => {
  const answer = capability('gpt-oss-20b', 'ryzen-9950x');
  const first = answer.points[0];
  expect(answer.engine).toBe('llama.cpp');
  expect(first?.binds).toBe('bandwidth');
  // 89.6 GB/s over the 2.6 GB that one token reads.
  expect(first?.outputTokensPerSecond).toBeLessThan(35);
  expect(first?.outputTokensPerSecond).toBeGreaterThan(10);
});

test('a faster part is faster', () => {
  const speed = (gpu: string): number => capability('gpt-oss-20b', gpu).points[0]?.outputTokensPerSecond ?? 0;
  expect(speed('rtx-5090')).toBeGreaterThan(speed('dgx-spark'));
  expect(speed('dgx-spark')).toBeGreaterThan(speed('ryzen-9950x'));
  expect(speed('ryzen-9950x')).toBeGreaterThan(speed('i7-11700k'));
});
