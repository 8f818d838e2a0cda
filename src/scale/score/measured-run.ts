import type { Engine, EngineName } from '../hardware/engine.ts';
import { findGpu } from '../hardware/gpu-named.ts';
import type { Gpu } from '../hardware/gpu.ts';
import type { Layout } from '../hardware/layout.ts';
import { findModel } from '../hardware/model-named.ts';
import type { Model } from '../hardware/model.ts';
import { quantisationNamed } from '../hardware/quantisation.ts';

/** How requests came in a measured run. */
export type MeasuredLoad =
  | { readonly kind: 'closed-loop'; readonly concurrency: number }
  | { readonly kind: 'saturated' }
  | { readonly kind: 'open'; readonly requestsPerSecond: number }
  /** One batch, prefilled together and decoded together. */
  | { readonly kind: 'static'; readonly sequences: number; readonly depth: number };

/** Replicas of one kind: for a disaggregated run, those that prefill and those that decode. */
export interface ReplicaSet {
  readonly count: number;
  readonly layout: Layout;
}

export interface MeasuredRun {
  readonly id: string;
  /** Runs of one group are kept together when folds are drawn. */
  readonly group: string;
  readonly model: Model;
  readonly gpu: Gpu;
  readonly gpus: number;
  readonly engine: Engine;
  readonly serving:
    | { readonly kind: 'together'; readonly replicas: ReplicaSet }
    | { readonly kind: 'apart'; readonly prefill: ReplicaSet; readonly decode: ReplicaSet };
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly load: MeasuredLoad;
  readonly metric: string;
  readonly value: number;
  /** Day of the campaign that measured it, where the notes state one. */
  readonly campaign?: string;
}

/** Why a row cannot be scored or predicted; `scorable` rows count against the share that was predicted. */
export interface SkippedRow {
  readonly id: string;
  readonly scorable: boolean;
  readonly reason: string;
}

type Row = Readonly<Record<string, string | undefined>>;

const numberOf = (text: string | undefined): number | undefined => {
  if (text === undefined || text.trim() === '') return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
};

function engineOf(text: string): { readonly name: EngineName; readonly release: string } {
  const lower = text.toLowerCase();
  const release = (/\d[\w.]*(?:\d|\b)/.exec(lower)?.[0] ?? '').trim();
  if (lower.includes('llama.cpp') || lower.includes('ollama')) return { name: 'llama.cpp', release };
  if (lower.includes('sglang')) return { name: 'sglang', release };
  if (lower.includes('trt') || lower.includes('tensorrt')) return { name: 'tensorrt-llm', release };
  return { name: 'vllm', release };
}

/** Layout columns count expert parallelism twice in some tables (`tp` x `ep` GPUs where both run over the same ranks): undone here. */
function layoutOf(model: Model, gpus: number, row: Row): Layout | undefined {
  let tensor = numberOf(row['tp']);
  const expertColumn = numberOf(row['ep']);
  let data = Math.max(1, numberOf(row['dp']) ?? 1);
  const pipeline = Math.max(1, numberOf(row['pp']) ?? 1);
  if (tensor === undefined) return undefined;
  let expert = Math.max(1, expertColumn ?? 1);
  if (expert > 1 && gpus === expert * expert && Math.max(tensor, data) === gpus) {
    if (tensor === gpus) tensor = expert;
    else data = expert;
  } else if (tensor > 1 && tensor === data && expert === tensor * tensor) {
    expert = tensor;
    data = 1;
  } else if (tensor * data * pipeline > gpus && data > 1 && tensor >= data) tensor = Math.max(1, tensor / data);
  if (model.moe === undefined) expert = 1;
  expert = Math.min(expert, tensor * data);
  return { tensor, pipeline, expert, data };
}

/**
 * Rack-scale fleets that a table lists as one tensor-parallel group of more than eight: no engine runs experts so; they are fleets
 * with prefill on units of four and decode on the rest, in units of eight for few requests and one wide unit for many.
 */
function rackFleet(gpus: number, concurrency: number, promptShare: number): { readonly prefill: ReplicaSet; readonly decode: ReplicaSet } {
  // Long prompts take a larger share of the fleet.
  const most = promptShare >= 4 ? 0.62 * gpus : gpus - 4;
  const decodeGpus = Math.max(8, 8 * Math.floor(most / 8));
  const unit = (tensor: number, data: number): Layout => ({ tensor, pipeline: 1, expert: tensor * data, data });
  const isWide = concurrency / gpus >= 8;
  return {
    prefill: { count: Math.max(1, Math.floor((gpus - decodeGpus) / 4)), layout: unit(1, 4) },
    decode: isWide ? { count: 1, layout: unit(1, decodeGpus) } : { count: decodeGpus / 8, layout: unit(8, 1) },
  };
}

function setOf(count: string, inner: string, model: Model): ReplicaSet {
  const part = (name: string): number => Number(new RegExp(`${name}(\\d+)`).exec(inner)?.[1] ?? 1) || 1;
  const [tensor, data] = [part('tp'), part('dp')];
  const expert = model.moe === undefined ? 1 : Math.min(part('ep'), tensor * data);
  return { count: Number(count), layout: { tensor, data, expert, pipeline: part('pp') } };
}

function loadOf(scenario: string, row: Row): MeasuredLoad | undefined {
  const concurrency = numberOf(row['concurrency']);
  const depth = Number(/depth=(\d+)/.exec(scenario)?.[1] ?? 0);
  if (scenario.startsWith('closed-loop')) return concurrency === undefined ? undefined : { kind: 'closed-loop', concurrency };
  if (scenario === 'offline-max' || scenario === 'online-qps=INF') return { kind: 'saturated' };
  const rate = /^online-qps=(\d+(?:\.\d+)?)$/.exec(scenario)?.[1];
  if (rate !== undefined) return { kind: 'open', requestsPerSecond: Number(rate) };
  if (scenario === 'static batch' || scenario.startsWith('llama-') || scenario.startsWith('single stream')) {
    return { kind: 'static', sequences: concurrency ?? 1, depth };
  }
  return undefined;
}

/** Reads one row of a table of measured points (format in docs/calibration.md). */
export function measuredRun(row: Row): MeasuredRun | SkippedRow {
  const id = row['id'] ?? '?';
  const skip = (reason: string, scorable = false): SkippedRow => ({ id, scorable, reason });
  if (row['quality'] !== 'ok') return skip(`quality ${row['quality'] ?? 'missing'}`);
  const value = numberOf(row['value']);
  if (value === undefined || value <= 0) return skip('no value');
  const scenario = row['scenario'] ?? '';
  const notes = row['notes'] ?? '';
  const tp = row['tp'] ?? '';
  const apart = /P(\d+)x\(([^)]*)\)\s*D(\d+)x\(([^)]*)\)/.exec(`${notes} ${tp}`);
  const metric = row['metric'] ?? '';
  const isPrefill = metric.startsWith('prefill');
  const load = loadOf(scenario, row);
  const inputTokens = numberOf(row['isl']) ?? (load?.kind === 'static' && !isPrefill ? load.depth : undefined);
  const outputTokens = numberOf(row['osl']) ?? (isPrefill ? 1 : load?.kind === 'static' ? 32 : undefined);
  const gpus = numberOf(row['n_gpu']);
  if (inputTokens === undefined || outputTokens === undefined) return skip('lengths not given');
  if (inputTokens < (load?.kind === 'static' ? 0 : 1) || outputTokens < 1) return skip('lengths of no request');
  if (gpus === undefined || (apart === null && numberOf(tp) === undefined)) return skip('layout not given');
  if (load === undefined) return skip(`load "${scenario}" not given as numbers`);
  if (gpus <= 0 || (load.kind === 'closed-loop' && load.concurrency <= 0)) return skip('no GPU or no request in flight');
  const model = findModel(row['arch'] ?? '') ?? findModel(row['model'] ?? '');
  if (model === undefined) return skip(`unknown model ${row['arch']}`, true);
  const gpu = findGpu(row['gpu'] ?? '');
  if (gpu === undefined) return skip(`unknown GPU ${row['gpu']}`, true);
  const format = quantisationNamed(row['quant'] ?? '');
  if (format === undefined) return skip(`unknown weight format ${row['quant']}`, true);
  const { name, release } = engineOf(row['engine'] ?? '');
  const engine: Engine = { name, release, quantisation: format.name };
  const campaign = /measured (\d{4}-\d\d-\d\d)/.exec(notes)?.[1];
  const common = {
    id,
    group: row['group'] ?? id,
    model,
    gpu,
    gpus,
    engine,
    inputTokens,
    outputTokens,
    load,
    metric,
    value,
    ...(campaign === undefined ? {} : { campaign }),
  };
  if (apart !== null) {
    const [, prefillCount = '1', prefill = '', decodeCount = '1', decode = ''] = apart;
    if (Number(prefillCount) === 0 || Number(decodeCount) === 0) return skip('a disaggregated layout without one of its halves');
    return {
      ...common,
      serving: { kind: 'apart', prefill: setOf(prefillCount, prefill, model), decode: setOf(decodeCount, decode, model) },
    };
  }
  const layout = layoutOf(model, gpus, row);
  if (layout === undefined) return skip('layout not given');
  if (layout.tensor > 8 && layout.data === 1 && model.moe !== undefined && load.kind === 'closed-loop' && gpu.scaleUpDomain > 8) {
    return { ...common, serving: { kind: 'apart', ...rackFleet(gpus, load.concurrency, inputTokens / outputTokens) } };
  }
  const ranks = layout.tensor * layout.data * layout.pipeline;
  const undone = layout.tensor !== numberOf(tp) || layout.data !== Math.max(1, numberOf(row['dp']) ?? 1);
  const count = undone ? 1 : Math.max(1, Math.round(gpus / ranks));
  return { ...common, serving: { kind: 'together', replicas: { count, layout } } };
}
