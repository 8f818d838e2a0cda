import { z } from 'zod';
import { TareError } from '../../base/tare-error.ts';
import type { Gpu } from './gpu.ts';

/** Families that a machine of one's own can belong to; they share the coefficients of the parts in the tables. */
const families = ['desktop-cpu', 'unified-memory', 'consumer-gpu'] as const;

const machine = z.strictObject({
  name: z.string().min(1),
  family: z.enum(families).default('desktop-cpu'),
  vendor: z.enum(['nvidia', 'amd', 'google', 'intel', 'apple']).default('amd'),
  /** As measured by a test that reads, or as the data sheet has it. */
  memoryGigabytesPerSecond: z.number().positive(),
  memoryGigabytes: z.number().positive(),
  /** Dense, of the operands that kernels use (bf16, or int8 on processors). */
  teraflops: z.number().positive(),
  watts: z.number().positive().optional(),
  year: z.number().int().min(1990).max(2100).default(2024),
  /** How and when the figures were found. */
  source: z.string().default('as stated by the person'),
  date: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/)
    .default('1970-01-01'),
});

const example = '{"name": "my laptop", "memoryGigabytesPerSecond": 60, "memoryGigabytes": 32, "teraflops": 1.5, "watts": 45}';

/**
 * A part that no table has, as its owner states it: bandwidth in GB/s, memory in GB, dense TFLOP/s.
 * @throws {TareError} `bad-machine`, naming the file and the field
 */
export function machineFromJson(json: unknown, file: string): Gpu {
  const parsed = machine.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const field = issue?.path.join('.') ?? '';
    throw new TareError({
      code: 'bad-machine',
      message: `${file}${field === '' ? '' : `, ${field}`}: ${issue?.message ?? 'wrong shape'}`,
      hint: `A machine is ${example}.`,
    });
  }
  const { name, family, vendor, memoryGigabytesPerSecond, memoryGigabytes, teraflops, watts, year, source, date } = parsed.data;
  return {
    id: name,
    vendor,
    architecture: family,
    year,
    bf16Tflops: teraflops,
    memoryGigabytes,
    memoryTerabytesPerSecond: memoryGigabytesPerSecond / 1000,
    scaleUpDomain: 1,
    ...(watts === undefined ? {} : { thermalDesignWatts: watts }),
    source: { text: source, date, verified: false },
  };
}
