import type { Coefficients } from '../../src/scale/hardware/coefficient-file.ts';
import type { EngineCoefficients } from '../../src/scale/hardware/engine-coefficients.ts';
import type { EngineName } from '../../src/scale/hardware/engine.ts';
import { physicalReplica, type PhysicalReplica } from '../../src/scale/hardware/physical-replica.ts';
import { loopKernels, loopTimes, type LoopKernels } from '../../src/scale/plan/closed-loop.ts';
import type { MeasuredRun } from '../../src/scale/score/measured-run.ts';
import { TareError } from '../../src/base/tare-error.ts';
import { boundedFit, type Parameter } from './bounded-fit.ts';

interface LoopSteps {
  readonly replica: PhysicalReplica;
  readonly kernels: LoopKernels;
}

interface LoopPoint extends LoopSteps {
  readonly isFirstToken: boolean;
  readonly logMeasured: number;
  readonly offset: number;
}

const parameters: readonly Parameter[] = [
  { name: 'step', start: 1e-3, least: 1e-5, most: 8e-3, priorSpread: 1 },
  { name: 'layer', start: 5e-6, least: 1e-8, most: 6e-5, priorSpread: 1.5 },
  { name: 'sequence', start: 6e-6, least: 1e-8, most: 6e-5, priorSpread: 1.5 },
  { name: 'floors', start: 0.7, least: 0.15, most: 2, priorSpread: 1 },
  { name: 'gemm', start: 1.1, least: 0.98, most: 2, priorSpread: 1 },
  { name: 'attention', start: 1.2, least: 0.98, most: 3, priorSpread: 1 },
  { name: 'experts', start: 1.1, least: 0.98, most: 2.5, priorSpread: 1 },
  { name: 'network', start: 1.1, least: 0.98, most: 4, priorSpread: 1 },
  { name: 'prefill', start: 1.2, least: 0.98, most: 3, priorSpread: 1.5 },
  { name: 'request', start: 0.03, least: 1e-3, most: 0.4, priorSpread: 1.5 },
  { name: 'waitSteady', start: 0.8, least: 0.01, most: 4, priorSpread: 1.5 },
  { name: 'waitPerSequence', start: 0.06, least: 0.005, most: 0.5, priorSpread: 1.5 },
  { name: 'dataStall', start: 0.2, least: 0.01, most: 1, priorSpread: 1.5 },
];

const coefficientsOf = (values: readonly number[]): EngineCoefficients =>
  Object.fromEntries(parameters.map(({ name }, index) => [name, values[index]])) as unknown as EngineCoefficients;

/**
 * Fits an engine's overheads and class factors to closed-loop runs, all models and parts together. `offsetOf` gives what the
 * pooled deviations already explain of a run (log units), so that drafting releases do not bend the physics.
 */
export function fitEngine(
  engine: EngineName,
  runs: readonly MeasuredRun[],
  coefficients: Pick<Coefficients, 'curves' | 'engines'>,
  offsetOf: (run: MeasuredRun) => number,
): EngineCoefficients {
  const points: LoopPoint[] = [];
  for (const run of runs) {
    const { serving, load } = run;
    if (run.engine.name !== engine || load.kind !== 'closed-loop' || serving.kind !== 'together') continue;
    const { layout } = serving.replicas;
    if (layout.tensor * layout.data > 8) continue;
    const steps = loopSteps(run, coefficients);
    if (steps === undefined) continue;
    points.push({
      ...steps,
      isFirstToken: run.metric.startsWith('ttft'),
      logMeasured: Math.log(run.value / 1e3),
      offset: offsetOf(run),
    });
  }
  const residuals = (values: readonly number[]): Float64Array => {
    const candidate = coefficientsOf(values);
    return Float64Array.from(points, ({ replica, kernels, isFirstToken, logMeasured, offset }) => {
      const times = loopTimes(replica, kernels, candidate);
      const predicted = isFirstToken ? times.timeToFirstToken : times.timePerOutputToken;
      return (Math.log(predicted) + offset - logMeasured) * (isFirstToken ? 0.6 : 1);
    });
  };
  return coefficientsOf(boundedFit(parameters, residuals, 0.12, 25).values);
}

const knownSteps = new WeakMap<MeasuredRun, LoopSteps | undefined>();

/** The steps of a run's closed loop; they depend on the kernel curves alone, which no fold refits. */
function loopSteps(run: MeasuredRun, coefficients: Pick<Coefficients, 'curves' | 'engines'>): LoopSteps | undefined {
  const { load, serving } = run;
  if (knownSteps.has(run) || load.kind !== 'closed-loop' || serving.kind !== 'together') return knownSteps.get(run);
  const replica = replicaOrNothing(run, coefficients);
  const shape = { inputTokens: run.inputTokens, outputTokens: run.outputTokens };
  const offered = load.concurrency / serving.replicas.count;
  const steps = replica === undefined ? undefined : { replica, kernels: loopKernels(replica, shape, offered, 'whole') };
  knownSteps.set(run, steps);
  return steps;
}

function replicaOrNothing(run: MeasuredRun, coefficients: Pick<Coefficients, 'curves' | 'engines'>): PhysicalReplica | undefined {
  if (run.serving.kind === 'apart') return undefined;
  try {
    return physicalReplica(
      run.model,
      run.gpu,
      run.serving.replicas.layout,
      run.engine,
      {
        curves: coefficients.curves[run.gpu.architecture],
        engine: coefficients.engines[run.engine.name],
      },
      'known-to-fit',
    );
  } catch (error) {
    if (TareError.isInstance(error)) return undefined;
    throw error;
  }
}
