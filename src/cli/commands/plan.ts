import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { TareError } from '../../base/tare-error.ts';
import { nearestNames } from '../../scale/hardware/name-search.ts';
import { engineNames, type Engine, type EngineName } from '../../scale/hardware/engine.ts';
import { gpuNamed } from '../../scale/hardware/gpu-named.ts';
import type { Gpu } from '../../scale/hardware/gpu.ts';
import { modelFromConfig } from '../../scale/hardware/hugging-face-config.ts';
import type { Layout } from '../../scale/hardware/layout.ts';
import { modelNamed } from '../../scale/hardware/model-named.ts';
import type { Model } from '../../scale/hardware/model.ts';
import { machineFromJson } from '../../scale/hardware/own-machine.ts';
import { quantisationNamed, quantisationNames } from '../../scale/hardware/quantisation.ts';
import { checkSpeculation, type Speculation } from '../../scale/hardware/speculation.ts';
import { coefficients } from '../../scale/hardware/coefficients.ts';
import { smallestLayout } from '../../scale/plan/candidate-layouts.ts';
import { usualEngine, usualQuantisation } from '../../scale/plan/default-engine.ts';
import { machineCapability } from '../../scale/plan/machine-capability.ts';
import type { Objective } from '../../scale/plan/open-load.ts';
import { planWorkload } from '../../scale/plan/plan-workload.ts';
import { workloadOfTrace, type Workload } from '../../scale/plan/workload.ts';
import { measuredTable } from '../../scale/score/measured-table.ts';
import { scoreRuns } from '../../scale/score/score-runs.ts';
import { readTrace } from '../../scale/traces/read-trace.ts';
import type { RegisterCommand } from '../command.ts';
import { inkFor } from '../format/ink.ts';
import { formatCapability, formatPlan, formatScore } from '../format/plan-text.ts';
import { parseCount } from '../options/parse-count.ts';
import { parseDuration, parsePositive, parseRate, parseTokens } from '../options/parse-quantity.ts';
import { printAnswer } from '../print-answer.ts';
import type { World } from '../world.ts';

interface PlanOptions {
  readonly model?: string;
  readonly gpu?: string;
  readonly requests?: string;
  readonly input?: string;
  readonly output?: string;
  readonly cached?: string;
  readonly ttft?: string;
  readonly tpot?: string;
  readonly percentile: string;
  readonly engine?: string;
  readonly quant?: string;
  readonly tp?: string;
  readonly pp?: string;
  readonly ep?: string;
  readonly dp?: string;
  readonly drafts?: string;
  readonly tokensPerStep?: string;
  readonly usdPerGpuHour?: string;
  readonly pue?: string;
  readonly workload?: string;
  readonly score?: string;
  readonly json?: true;
}

/** Reads the demand of one's own calls; handed in by whoever has a ledger open. */
export type LedgerWorkload = (world: World) => Promise<Workload>;

/** `tare plan`; `--workload ledger` works where `ledgerWorkload` is given. */
export const planCommand =
  (ledgerWorkload?: LedgerWorkload): RegisterCommand =>
  (program, world) => {
    program
      .command('plan')
      .description('GPUs for a workload: how many, in which layout, at what latency, cost and power; or what one machine can do')
      .option('--model <name>', 'an open model, or the path of a Hugging Face config.json')
      .option('--gpu <name>', 'an accelerator, a graphics card or a processor, or a machine of your own as .json')
      .option('--requests <rate>', 'requests arriving, e.g. 50/s; without it: what one machine does')
      .option('--input <tokens>', 'prompt tokens of a request')
      .option('--output <tokens>', 'output tokens of a request')
      .option('--cached <tokens>', 'prompt tokens of a request that a prefix cache holds')
      .option('--workload <source>', 'a trace file (Azure, Mooncake, BurstGPT, CSV, JSONL), or "ledger": your own calls')
      .option('--ttft <time>', 'time to first token to keep, e.g. 2s')
      .option('--tpot <time>', 'time per output token to keep, e.g. 50ms')
      .option('--percentile <name>', 'of both: p50, p90 or p99', 'p90')
      .option('--engine <name>', `${engineNames.join(', ')}; with a release: vllm@0.19.0`)
      .option('--quant <format>', quantisationNames.join(', '))
      .option('--tp <ways>', 'tensor parallelism (all layouts are tried without it)')
      .option('--pp <ways>', 'pipeline parallelism')
      .option('--ep <ways>', 'expert parallelism')
      .option('--dp <ways>', 'attention data parallelism inside a replica')
      .option('--drafts <count>', 'speculative decoding: tokens a step drafts and verifies')
      .option('--tokens-per-step <mean>', 'tokens that such a step yields, from 1 to drafts + 1')
      .option('--usd-per-gpu-hour <price>', 'in place of the listed rent')
      .option('--pue <factor>', 'site power over machine power')
      .option('--score <file>', 'predict every row of a table of measurements and compare')
      .option('--json', 'the typed answer')
      .addHelpText(
        'after',
        '\nExample:\n  tare plan --model deepseek-r1 --gpu h200 --requests 50/s --input 3000 --output 800 --ttft 2s --tpot 50ms\n  tare plan --model gpt-oss-20b --gpu ryzen-9950x',
      )
      .action((options: PlanOptions) => plan(world, options, ledgerWorkload));
  };

async function plan(world: World, options: PlanOptions, ledgerWorkload: LedgerWorkload | undefined): Promise<void> {
  const ink = inkFor(world);
  if (options.score !== undefined) {
    const text = readText(world, options.score, '--score');
    const { runs, skipped } = measuredTable(text, options.score);
    const answer = scoreRuns(runs, skipped, coefficients);
    printAnswer(world, options, answer, () => formatScore(answer, ink));
    return;
  }
  const model = modelOf(world, required(options.model, '--model', 'deepseek-r1'));
  const gpu = gpuOf(world, required(options.gpu, '--gpu', 'h200'));
  const engine = engineOf(options, model, gpu);
  const workload = await workloadOf(world, options, ledgerWorkload);
  const layout = layoutOf(options);
  const shape = { inputTokens: workload.inputTokens, outputTokens: workload.outputTokens };
  if (workload.requestsPerSecond === undefined) {
    const answer = machineCapability(model, gpu, layout ?? smallestLayout(model, gpu, engine), engine, shape);
    printAnswer(world, options, answer, () => formatCapability(answer, ink));
    return;
  }
  const answer = planWorkload({
    model,
    gpu,
    engine,
    shape,
    requestsPerSecond: workload.requestsPerSecond,
    lengthVariation: workload.lengthVariation,
    cachedTokens: workload.cachedTokens,
    objective: objectiveOf(options),
    ...(layout === undefined ? {} : { layout }),
    ...(options.usdPerGpuHour === undefined ? {} : { usdPerGpuHour: parsePositive(options.usdPerGpuHour, '--usd-per-gpu-hour') }),
    ...(options.pue === undefined ? {} : { powerUsageEffectiveness: parsePositive(options.pue, '--pue') }),
  });
  printAnswer(world, options, answer, () => formatPlan(answer, ink));
}

function required(value: string | undefined, option: string, example: string): string {
  if (value !== undefined) return value;
  throw new TareError({ code: 'missing-option', message: `${option} is missing`, hint: `Give it, for example ${option} ${example}.` });
}

function readBytes(world: World, path: string, option: string): Uint8Array {
  const file = resolve(world.workingDirectory, path);
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new TareError({
      code: 'file-not-read',
      message: `${option} ${path}: cannot be read`,
      hint: `Is there a file at ${file}?`,
      cause,
    });
  }
}

const readText = (world: World, path: string, option: string): string => new TextDecoder().decode(readBytes(world, path, option));

function modelOf(world: World, name: string): Model {
  if (!name.endsWith('.json')) return modelNamed(name);
  let json: unknown;
  try {
    json = JSON.parse(readText(world, name, '--model'));
  } catch (cause) {
    if (TareError.isInstance(cause)) throw cause;
    throw new TareError({ code: 'bad-model-config', message: `${name} is not JSON`, hint: 'Give a Hugging Face config.json.', cause });
  }
  return modelFromConfig(json, name);
}

function gpuOf(world: World, name: string): Gpu {
  if (!name.endsWith('.json')) return gpuNamed(name);
  const text = readText(world, name, '--gpu');
  try {
    return machineFromJson(JSON.parse(text), name);
  } catch (cause) {
    if (TareError.isInstance(cause)) throw cause;
    throw new TareError({ code: 'bad-machine', message: `${name} is not JSON`, hint: 'docs/experiments/README.md has an example.', cause });
  }
}

function engineOf(options: PlanOptions, model: Model, gpu: Gpu): Engine {
  const [wanted, release] = (options.engine ?? usualEngine(gpu)).split('@');
  const aliases: Readonly<Record<string, EngineName>> = { 'trt-llm': 'tensorrt-llm', trtllm: 'tensorrt-llm', llamacpp: 'llama.cpp' };
  const name = engineNames.find((known) => known === wanted) ?? aliases[wanted ?? ''];
  if (name === undefined) {
    const near = nearestNames(wanted ?? '', engineNames, 2);
    throw new TareError({ code: 'unknown-engine', message: `no engine named "${wanted}"`, hint: `Did you mean ${near.join(' or ')}?` });
  }
  const format = options.quant === undefined ? undefined : quantisationNamed(options.quant);
  if (options.quant !== undefined && format === undefined) {
    const near = nearestNames(options.quant, quantisationNames);
    throw new TareError({
      code: 'unknown-format',
      message: `no weight format named "${options.quant}"`,
      hint: `Did you mean ${near.join(', ')}?`,
    });
  }
  const speculation = speculationOf(options);
  return {
    name,
    quantisation: format?.name ?? usualQuantisation(model, name),
    ...(release === undefined ? {} : { release }),
    ...(speculation === undefined ? {} : { speculation }),
  };
}

function speculationOf({ drafts, tokensPerStep }: PlanOptions): Speculation | undefined {
  if (drafts === undefined && tokensPerStep === undefined) return undefined;
  const speculation = {
    drafts: parseCount(required(drafts, '--drafts', '1'), '--drafts'),
    tokensPerStep: parsePositive(required(tokensPerStep, '--tokens-per-step', '1.8'), '--tokens-per-step'),
  };
  checkSpeculation(speculation);
  return speculation;
}

function layoutOf(options: PlanOptions): Layout | undefined {
  const { tp, pp, ep, dp } = options;
  if (tp === undefined && pp === undefined && ep === undefined && dp === undefined) return undefined;
  const ways = (text: string | undefined, option: string): number => (text === undefined ? 1 : parseCount(text, option));
  return { tensor: ways(tp, '--tp'), pipeline: ways(pp, '--pp'), expert: ways(ep, '--ep'), data: ways(dp, '--dp') };
}

function objectiveOf(options: PlanOptions): Objective {
  const { percentile } = options;
  if (percentile !== 'p50' && percentile !== 'p90' && percentile !== 'p99') {
    throw new TareError({ code: 'bad-option', message: `--percentile ${percentile}`, hint: 'Give p50, p90 or p99.' });
  }
  return {
    percentile,
    ...(options.ttft === undefined ? {} : { timeToFirstToken: parseDuration(options.ttft, '--ttft') }),
    ...(options.tpot === undefined ? {} : { timePerOutputToken: parseDuration(options.tpot, '--tpot') }),
  };
}

type Demand = Omit<Workload, 'requestsPerSecond' | 'from'> & { readonly requestsPerSecond: number | undefined };

const machineInput = 1024;
const machineOutput = 256;

async function workloadOf(world: World, options: PlanOptions, ledgerWorkload: LedgerWorkload | undefined): Promise<Demand> {
  const rate = options.requests === undefined ? undefined : parseRate(options.requests, '--requests');
  const stated = {
    ...(options.input === undefined ? {} : { inputTokens: parseTokens(options.input, '--input') }),
    ...(options.output === undefined ? {} : { outputTokens: parseTokens(options.output, '--output') }),
    ...(options.cached === undefined ? {} : { cachedTokens: parseTokens(options.cached, '--cached') }),
    ...(rate === undefined ? {} : { requestsPerSecond: rate }),
  };
  if (options.workload === undefined) {
    if (rate !== undefined) {
      required(options.input, '--input', '3000');
      required(options.output, '--output', '800');
    }
    const plain = {
      requestsPerSecond: undefined,
      inputTokens: machineInput,
      outputTokens: machineOutput,
      cachedTokens: 0,
      lengthVariation: 0.5,
    };
    return { ...plain, ...stated };
  }
  if (options.workload === 'ledger') {
    if (ledgerWorkload !== undefined) return { ...(await ledgerWorkload(world)), ...stated };
    throw new TareError({
      code: 'no-ledger',
      message: '--workload ledger: no ledger is open',
      hint: 'Give a trace file, or state --requests, --input and --output.',
    });
  }
  const trace = readTrace(readBytes(world, options.workload, '--workload'), { place: options.workload });
  return { ...workloadOfTrace(trace, options.workload), ...stated };
}
