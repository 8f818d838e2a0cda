import { expect, test } from 'vitest';
import { TareError } from '../../base/tare-error.ts';
import { gpuNamed, gpus } from './gpu-named.ts';

test('every figure has a source and a day, and lies where a part of this decade can', () => {
  for (const gpu of gpus) {
    for (const source of [gpu.source, ...Object.values(gpu.otherSources ?? {})]) {
      expect(source.text.length, gpu.id).toBeGreaterThan(5);
      expect(source.date, gpu.id).toMatch(/^\d{4}-\d\d-\d\d$/);
    }
    expect(gpu.bf16Tflops, gpu.id).toBeGreaterThan(1);
    expect(gpu.bf16Tflops, gpu.id).toBeLessThan(5000);
    expect(gpu.memoryTerabytesPerSecond, gpu.id).toBeGreaterThan(0.04);
    expect(gpu.memoryTerabytesPerSecond, gpu.id).toBeLessThan(20);
    if (gpu.fp8Tflops !== undefined) expect(gpu.fp8Tflops, gpu.id).toBeGreaterThanOrEqual(gpu.bf16Tflops);
    if (gpu.usableGibibytes !== undefined) expect(gpu.usableGibibytes, gpu.id).toBeLessThanOrEqual(gpu.memoryGigabytes);
  }
});

test('ids are unique', () => {
  expect(new Set(gpus.map((gpu) => gpu.id)).size).toBe(gpus.length);
});

test.each([
  ['h200', 'H200-SXM'],
  ['RTX 4090', 'RTX-4090'],
  ['ryzen-9950x', 'Ryzen-9-9950X+DDR5-5600'],
  ['Ryzen 9 7950X (DDR5 2ch)', 'Ryzen-9-7950X+DDR5-6000'],
  ['DGX Spark GB10', 'DGX-Spark-GB10'],
  ['H100-NVL', 'H100-NVL'],
  ['Intel Arc Pro B50', 'Arc-Pro-B50'],
  ['NVIDIA H100 80GB HBM3', 'H100-SXM'],
  ['nvidia_h200_sxm5_141gb', 'H200-SXM'],
  ['A100-SXM4-80GB', 'A100-SXM-80GB'],
  ['NVIDIA A100-SXM4-40GB', 'A100-SXM-40GB'],
  ['AMD Instinct MI355X', 'MI355X'],
  ['NVIDIA GeForce RTX 4090', 'RTX-4090'],
  ['B200-SXM-180GB', 'B200-SXM'],
  ['rtx_pro_6000_server', 'RTX-PRO-6000-SE'],
])('%s means %s', (name, id) => {
  expect(gpuNamed(name).id).toBe(id);
});

test('an unknown name suggests the nearest', () => {
  const attempt = (): unknown => gpuNamed('h20');
  expect(attempt).toThrow(TareError);
  expect(attempt).toThrow('no GPU or processor named "h20"');
  try {
    attempt();
  } catch (error) {
    expect((error as TareError).hint).toContain('H200');
  }
});
