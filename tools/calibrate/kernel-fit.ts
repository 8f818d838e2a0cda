import { join } from 'node:path';
import type { Architecture, Gpu } from '../../src/scale/hardware/gpu.ts';
import { gpuNamed } from '../../src/scale/hardware/gpu-named.ts';
import {
  collectiveSeconds,
  expertTime,
  gemmTime,
  type CollectiveCurve,
  type DecodeAttentionCurve,
  type ExpertCurve,
  type GemmCurve,
  type KernelCurves,
  type PrefillAttentionCurve,
} from '../../src/scale/hardware/kernel-curves.ts';
import { operandBytes, peakFlops, type OperandType } from '../../src/scale/hardware/quantisation.ts';
import { median } from '../../src/base/statistics.ts';
import { boundedFit, type Parameter } from './bounded-fit.ts';
import { readTable } from './read-table.ts';

type Row = Readonly<Record<string, string>>;

/** The measured systems of one architecture. */
export const measuredSystems: Readonly<Partial<Record<Architecture, readonly (readonly [string, string])[]>>> = {
  ampere: [['a100_sxm', 'A100']],
  ada: [['l40s', 'L40S']],
  hopper: [
    ['h100_sxm', 'H100'],
    ['h200_sxm', 'H200'],
  ],
  blackwell: [
    ['b200_sxm', 'B200'],
    ['gb200', 'GB200'],
  ],
  'blackwell-ultra': [
    ['b300_sxm', 'B300'],
    ['gb300', 'GB300'],
  ],
  'blackwell-workstation': [['rtx_pro_6000_server', 'RTXPRO6000']],
};

const sampleSize = 1500;
const robustScale = 0.15;

export interface CurveFit<Curve> {
  readonly curve: Curve;
  readonly rows: number;
  readonly medianError: number;
}

/** Evenly spaced rows of a table: the same ones each time. */
function sample<Item>(rows: readonly Item[], size: number): Item[] {
  const step = Math.max(1, rows.length / size);
  return Array.from({ length: Math.min(size, rows.length) }, (_, index) => rows[Math.floor(index * step)] as Item);
}

function fitCurve<Curve>(
  rows: readonly Row[],
  parameters: readonly Parameter[],
  curveOf: (values: readonly number[]) => Curve,
  predict: (curve: Curve, row: Row) => number,
): CurveFit<Curve> {
  const chosen = sample(rows, sampleSize);
  const truth = chosen.map((row) => Number(row['latency_ms']) / 1e3);
  const residuals = (values: readonly number[]): Float64Array => {
    const curve = curveOf(values);
    return Float64Array.from(chosen, (row, index) => Math.log(predict(curve, row) / (truth[index] as number)));
  };
  const { values } = boundedFit(parameters, residuals, robustScale);
  const curve = curveOf(values);
  const errors = chosen.map((row, index) => Math.abs(predict(curve, row) / (truth[index] as number) - 1));
  return { curve, rows: rows.length, medianError: median(errors) };
}

const number = (row: Row, name: string): number => Number(row[name]);
const floorParameter: Parameter = { name: 'floor', start: 8e-6, least: 1e-6, most: 1.2e-4 };
const shareParameter = (name: string, start: number): Parameter => ({ name, start, least: 0.03, most: 1 });

function gemmFit(rows: readonly Row[], gpuOf: (row: Row) => Gpu, operands: OperandType, weightBytes: number): CurveFit<GemmCurve> {
  return fitCurve(
    rows.filter((row) => number(row, 'n') >= 256 && number(row, 'k') >= 256),
    [
      floorParameter,
      shareParameter('compute', 0.6),
      shareParameter('memory', 0.7),
      { name: 'blend', start: 1.8, least: 1, most: 8 },
      { name: 'halfTiles', start: 30, least: 0, most: 400 },
    ],
    ([floor, compute, memory, blend, halfTiles]) => ({ floor, compute, memory, blend, halfTiles }) as GemmCurve,
    (curve, row) => {
      const gpu = gpuOf(row);
      const bandwidth = gpu.memoryTerabytesPerSecond * 1e12;
      const bytes = operandBytes[operands];
      return gemmTime(curve, peakFlops(gpu, operands), bandwidth, number(row, 'm'), number(row, 'n'), number(row, 'k'), weightBytes, bytes)
        .seconds;
    },
  );
}

function expertFit(rows: readonly Row[], gpuOf: (row: Row) => Gpu, operands: OperandType, weightBytes: number): CurveFit<ExpertCurve> {
  return fitCurve(
    rows.filter((row) => row['distribution'] === 'power_law_1.01' || row['distribution'] === 'balanced'),
    [
      { ...floorParameter, start: 3e-5 },
      shareParameter('compute', 0.5),
      shareParameter('memory', 0.45),
      { name: 'blend', start: 1.2, least: 1, most: 4 },
      { name: 'imbalance', start: 0.5, least: 0, most: 2 },
      { name: 'spread', start: 0.85, least: 0.5, most: 1 },
    ],
    ([floor, compute, memory, blend, imbalance, spread]) => ({ floor, compute, memory, blend, imbalance, spread }) as ExpertCurve,
    (curve, row) => {
      const gpu = gpuOf(row);
      const groups = number(row, 'moe_ep');
      const work = {
        layers: 1,
        experts: number(row, 'experts'),
        expertsOnRank: number(row, 'experts') / groups,
        topK: number(row, 'topk'),
        hidden: number(row, 'hidden'),
        ffn: number(row, 'inter') / number(row, 'moe_tp'),
      };
      const bandwidth = gpu.memoryTerabytesPerSecond * 1e12;
      return expertTime(curve, peakFlops(gpu, operands), bandwidth, number(row, 'tokens'), work, weightBytes, groups).seconds;
    },
  );
}

function decodeAttentionFit(rows: readonly Row[], gpuOf: (row: Row) => Gpu): CurveFit<DecodeAttentionCurve> {
  return fitCurve(
    rows.filter((row) => row['window'] === '0' && number(row, 'kv_len') >= 64 && number(row, 'kv_heads') < number(row, 'heads')),
    [floorParameter, shareParameter('memory', 0.7)],
    ([floor, memory]) => ({ floor, memory }) as DecodeAttentionCurve,
    (curve, row) => {
      const each = row['kv_dtype'] === 'fp8' ? 1 : 2;
      const bytes = 2 * number(row, 'batch') * number(row, 'kv_len') * number(row, 'kv_heads') * number(row, 'head_dim') * each;
      return curve.floor + bytes / (gpuOf(row).memoryTerabytesPerSecond * 1e12 * curve.memory);
    },
  );
}

function prefillAttentionFit(rows: readonly Row[], gpuOf: (row: Row) => Gpu): CurveFit<PrefillAttentionCurve> {
  return fitCurve(
    rows.filter((row) => row['window'] === '0' && row['dtype'] === 'bfloat16' && number(row, 'isl') * number(row, 'batch') >= 128),
    [
      floorParameter,
      shareParameter('compute', 0.5),
      { name: 'halfLength', start: 300, least: 0, most: 3000 },
      shareParameter('memory', 0.6),
    ],
    ([floor, compute, halfLength, memory]) => ({ floor, compute, halfLength, memory }) as PrefillAttentionCurve,
    (curve, row) => {
      const gpu = gpuOf(row);
      const [batch, length, past] = [number(row, 'batch'), number(row, 'isl'), number(row, 'past')];
      const [heads, kvHeads, dimension] = [number(row, 'heads'), number(row, 'kv_heads'), number(row, 'head_dim')];
      const flops = 4 * batch * heads * dimension * (length * past + length ** 2 / 2);
      const bytes = 2 * batch * dimension * (length * (2 * heads + 2 * kvHeads) + 2 * past * kvHeads);
      const compute = (flops / (peakFlops(gpu, 'bf16') * curve.compute)) * (1 + curve.halfLength / 2 / (past + length / 2));
      return curve.floor + compute + bytes / (gpu.memoryTerabytesPerSecond * 1e12 * curve.memory);
    },
  );
}

function collectiveFit(rows: readonly Row[], gpuOf: (row: Row) => Gpu, factor: (ranks: number) => number): CurveFit<CollectiveCurve> {
  return fitCurve(
    rows.filter((row) => row['dtype'] !== 'int8'),
    [floorParameter, { name: 'floorPerDoubling', start: 1e-6, least: 0, most: 2e-5 }, shareParameter('link', 0.5)],
    ([floor, floorPerDoubling, link]) => ({ floor, floorPerDoubling, link }) as CollectiveCurve,
    (curve, row) => {
      const ranks = number(row, 'n_gpu');
      const link = (gpuOf(row).linkGigabytesPerSecond ?? 1) * 1e9;
      return collectiveSeconds(curve, link, ranks, number(row, 'message_elems') * 2 * factor(ranks));
    },
  );
}

export interface ArchitectureFit {
  readonly curves: KernelCurves;
  /** One line a curve: rows and median error. */
  readonly log: readonly string[];
}

/** Fits the curves of every measured architecture to the kernel tables in `folder`. */
export function fitKernelCurves(folder: string): Map<Architecture, ArchitectureFit> {
  const tables = {
    gemm: readTable(join(folder, 'op-gemm.csv.gz')),
    moe: readTable(join(folder, 'op-moe.csv.gz')),
    decode: readTable(join(folder, 'op-decode-attention.csv.gz')),
    prefill: readTable(join(folder, 'op-prefill-attention.csv.gz')),
    comm: readTable(join(folder, 'op-comm.csv.gz')),
  };
  const result = new Map<Architecture, ArchitectureFit>();
  for (const [architecture, systems] of Object.entries(measuredSystems) as [Architecture, readonly (readonly [string, string])[]][]) {
    const gpus = new Map(systems.map(([system, name]) => [system, gpuNamed(name)] as const));
    const gpuOf = (row: Row): Gpu => gpus.get(row['system'] as string) as Gpu;
    const own = (rows: readonly Row[], test: (row: Row) => boolean): Row[] =>
      rows.filter((row) => gpus.has(row['system'] as string) && test(row));
    const log: string[] = [];
    const note = <Curve>(name: string, fit: CurveFit<Curve>): Curve => {
      log.push(`${architecture} ${name}: ${fit.rows} rows, median error ${(fit.medianError * 100).toFixed(1)} %`);
      return fit.curve;
    };
    const newest = gpus.values().next().value as Gpu;
    const gemmOf = (dtype: string, operands: OperandType, bytes: number): GemmCurve =>
      note(
        `gemm ${dtype}`,
        gemmFit(
          own(tables.gemm, (row) => row['dtype'] === dtype),
          gpuOf,
          operands,
          bytes,
        ),
      );
    const expertOf = (dtype: string, operands: OperandType, bytes: number): ExpertCurve | undefined => {
      const rows = own(tables.moe, (row) => row['dtype'] === dtype);
      return rows.length < 100 ? undefined : note(`experts ${dtype}`, expertFit(rows, gpuOf, operands, bytes));
    };
    const gemmBf16 = gemmOf('bfloat16', 'bf16', 2);
    const gemmFp8 = newest.fp8Tflops === undefined ? gemmBf16 : gemmOf('fp8', 'fp8', 1);
    const gemmFp4 = newest.fp4Tflops === undefined ? gemmFp8 : gemmOf('nvfp4', 'fp4', 0.5625);
    const expertBf16 = expertOf('bfloat16', 'bf16', 2);
    if (expertBf16 === undefined) throw new Error(`no expert rows for ${architecture}`);
    const expertFp8 = (newest.fp8Tflops === undefined ? undefined : expertOf('fp8_block', 'fp8', 1)) ?? expertBf16;
    const expertFp4 = (newest.fp4Tflops === undefined ? undefined : expertOf('nvfp4', 'fp4', 0.5625)) ?? expertFp8;
    const expertW4 = expertOf('w4a16_mxfp4', 'bf16', 0.53125) ?? expertBf16;
    const expertMx4 = expertOf('w4a8_mxfp4_mxfp8', 'fp8', 0.53125) ?? expertFp8;
    // No table has dense 4-bit kernels with wide activations: they stream like bf16 and unpack on the way.
    const gemmW4 = { ...gemmBf16, compute: gemmBf16.compute * 0.8, memory: gemmBf16.memory * 0.8 };
    result.set(architecture, {
      curves: {
        gemm: { bf16: gemmBf16, fp8: gemmFp8, fp4: gemmFp4, w4: gemmW4, mx4: gemmFp8 },
        expert: { bf16: expertBf16, fp8: expertFp8, fp4: expertFp4, w4: expertW4, mx4: expertMx4 },
        decodeAttention: note(
          'decode attention',
          decodeAttentionFit(
            own(tables.decode, () => true),
            gpuOf,
          ),
        ),
        prefillAttention: note(
          'prefill attention',
          prefillAttentionFit(
            own(tables.prefill, () => true),
            gpuOf,
          ),
        ),
        allReduce: note(
          'all-reduce',
          collectiveFit(
            own(tables.comm, (row) => row['op'] === 'custom_allreduce'),
            gpuOf,
            (n) => (2 * (n - 1)) / n,
          ),
        ),
        allToAll: note(
          'all-to-all',
          collectiveFit(
            own(tables.comm, (row) => row['op'] === 'nccl_alltoall'),
            gpuOf,
            (n) => (n - 1) / n,
          ),
        ),
      },
      log,
    });
  }
  return result;
}
