import { randomFrom, seed } from '../../base/random.ts';
import { TareError } from '../../base/tare-error.ts';
import type { TraceColumns } from '../fleet/scenario.ts';
import { readTrace } from '../traces/read-trace.ts';
import { servegenWorkload } from '../traces/servegen-workload.ts';
import { readServeGen } from '../traces/servegen.ts';
import type { ReadScenarioFile } from './resolve-pool.ts';
import type { ScenarioFile } from './scenario-file.ts';

const day = 86_400;

/** Requests that one run keeps in memory at most: about 100 bytes each. */
export const mostRequests = 30_000_000;

type TraceWorkload = Extract<ScenarioFile['workload'], { trace: string }>;

/** The requests of a trace file, dealt to senders, repeated and played faster as the scenario says. */
export function traceOf(workload: TraceWorkload, seedValue: number, readFile: ReadScenarioFile): TraceColumns {
  const trace = readTrace(readFile(workload.trace), { place: workload.trace, sort: workload.sort });
  if (trace.arrivals.length * workload.repeat > mostRequests) {
    throw new TareError({
      code: 'too-many-requests',
      message: `${trace.arrivals.length} requests repeated ${workload.repeat} times are too many`,
      hint: `Lower repeat to ${Math.max(1, Math.floor(mostRequests / trace.arrivals.length))} or less.`,
    });
  }
  const { senders } = workload;
  const random = randomFrom(seed(seedValue), 'senders');
  const users = senders === undefined ? trace.users : trace.inputTokens.map((_, index) => Math.floor(random.at(index) * senders));
  return repeated({ ...trace, users }, workload.repeat, workload.speed);
}

/** A trace several times over, one mean gap between the passes, and played faster. Prompts repeat with their blocks. */
export function repeated(trace: TraceColumns, times: number, speed: number): TraceColumns {
  const count = trace.arrivals.length;
  const last = trace.arrivals[count - 1] ?? 0;
  const period = last + (count > 1 ? last / (count - 1) : 1);
  const length = count * times;
  const again = (column: Int32Array): Int32Array => Int32Array.from({ length }, (_, index) => column[index % count] as number);
  const { prefixes } = trace;
  return {
    arrivals: Float64Array.from(
      { length },
      (_, index) => ((trace.arrivals[index % count] as number) + Math.floor(index / count) * period) / speed,
    ),
    inputTokens: again(trace.inputTokens),
    outputTokens: again(trace.outputTokens),
    users: trace.users === undefined ? undefined : again(trace.users),
    prefixes:
      prefixes === undefined || times === 1
        ? prefixes
        : {
            blockTokens: prefixes.blockTokens,
            offsets: Int32Array.from({ length: length + 1 }, (_, index) => {
              return Math.floor(index / count) * (prefixes.offsets[count] as number) + (prefixes.offsets[index % count] as number);
            }),
            ids: Int32Array.from(
              { length: prefixes.ids.length * times },
              (_, index) => prefixes.ids[index % prefixes.ids.length] as number,
            ),
          },
  };
}

type ServeGenFile = Extract<ScenarioFile['workload'], { servegen: unknown }>;

/** Requests drawn from the clients of a ServeGen workload. */
export function servegenOf(file: ScenarioFile, workload: ServeGenFile, readFile: ReadScenarioFile): TraceColumns {
  const archives = { trace: readFile(workload.servegen.trace), dataset: readFile(workload.servegen.dataset) };
  const clients = readServeGen(archives, workload.servegen.trace);
  const run = { start: workload.start, duration: file.duration ?? day, rateFactor: workload.rateFactor };
  const { columns } = servegenWorkload(clients, run, randomFrom(seed(file.seed), 'servegen'));
  if (columns.arrivals.length > 0) return columns;
  throw new TareError({
    code: 'empty-trace',
    message: `${workload.servegen.trace}: no client sends anything from ${run.start} s on for ${run.duration} s`,
    hint: 'Move start, or lengthen duration.',
  });
}
