import { Worker } from 'node:worker_threads';
import type { Scenario } from '../fleet/scenario.ts';
import type { SimulationAnswer } from '../fleet/simulation-answer.ts';
import { runUnit, simulationUnits, type SimulationUnit, type UnitResult } from '../fleet/simulation-unit.ts';
import { summarise } from '../fleet/summarise.ts';

export interface ThreadOptions {
  /** 1 runs in the calling thread. */
  readonly threads: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, of: number) => void;
}

/** Runs a scenario, its routers over threads. The answer is the same, to the last byte, with any number of them. */
export async function simulate(scenario: Scenario, options: ThreadOptions): Promise<SimulationAnswer> {
  const units = simulationUnits(scenario);
  const threads = Math.min(options.threads, units.length);
  const results = threads <= 1 ? runHere(scenario, units, options) : await runInThreads(shared(scenario), units, threads, options);
  return summarise(scenario, results);
}

function runHere(scenario: Scenario, units: readonly SimulationUnit[], options: ThreadOptions): UnitResult[] {
  return units.map((unit, index) => {
    options.signal?.throwIfAborted();
    const result = runUnit(scenario, unit);
    options.onProgress?.(index + 1, units.length);
    return result;
  });
}

async function runInThreads(
  scenario: Scenario,
  units: readonly SimulationUnit[],
  threads: number,
  options: ThreadOptions,
): Promise<UnitResult[]> {
  const results = Array.from<UnitResult>({ length: units.length });
  let next = 0;
  let done = 0;
  const workers: Worker[] = [];
  try {
    await Promise.all(
      Array.from({ length: threads }, async () => {
        const worker = startWorker(scenario);
        workers.push(worker);
        while (next < units.length) {
          options.signal?.throwIfAborted();
          const index = next++;
          results[index] = await runOne(worker, units[index] as SimulationUnit);
          options.onProgress?.(++done, units.length);
        }
      }),
    );
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  return results;
}

/** Source runs through tsx, which a thread of Node 20 has to register for itself. */
function startWorker(scenario: Scenario): Worker {
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL('./simulation-worker.js', import.meta.url), { workerData: scenario });
  const script = new URL('./simulation-worker.ts', import.meta.url).href;
  const boot = `import('tsx/esm/api').then(({ register }) => { register(); return import(${JSON.stringify(script)}); })`;
  return new Worker(boot, { eval: true, workerData: scenario });
}

function runOne(worker: Worker, unit: SimulationUnit): Promise<UnitResult> {
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      worker.off('message', onMessage);
      worker.off('error', onError);
    };
    const onMessage = (result: UnitResult): void => {
      settle();
      resolve(result);
    };
    const onError = (error: unknown): void => {
      settle();
      reject(error instanceof Error ? error : new Error(String(error)));
    };
    worker.on('message', onMessage);
    worker.on('error', onError);
    worker.postMessage(unit, []);
  });
}

/** The scenario with its traces in memory that all threads read, instead of a copy each. */
function shared(scenario: Scenario): Scenario {
  return {
    ...scenario,
    pools: scenario.pools.map(({ pool, traffic }) => {
      if (traffic.kind === 'users') return { pool, traffic };
      const { arrivals, inputTokens, outputTokens, users, prefixes } = traffic.columns;
      const columns = {
        arrivals: new Float64Array(sharedCopy(arrivals)),
        inputTokens: new Int32Array(sharedCopy(inputTokens)),
        outputTokens: new Int32Array(sharedCopy(outputTokens)),
        users: users === undefined ? undefined : new Int32Array(sharedCopy(users)),
        prefixes:
          prefixes === undefined
            ? undefined
            : { ...prefixes, offsets: new Int32Array(sharedCopy(prefixes.offsets)), ids: new Int32Array(sharedCopy(prefixes.ids)) },
      };
      return { pool, traffic: { ...traffic, columns } };
    }),
  };
}

function sharedCopy(column: Float64Array | Int32Array): SharedArrayBuffer {
  const buffer = new SharedArrayBuffer(column.byteLength);
  new Uint8Array(buffer).set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
  return buffer;
}
