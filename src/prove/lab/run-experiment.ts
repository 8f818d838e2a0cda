import { seconds, type Seconds, type Timestamp } from '../../base/units.ts';
import type { Arm } from '../arms/arm.ts';
import type { Endpoint } from '../endpoints/endpoint.ts';
import type { Ceilings, ExchangeRecord, Experiment, ExperimentHeader } from './experiment.ts';
import { isOpen } from './open-pair.ts';
import { pairedOutcomes } from './paired-outcomes.ts';
import { requestOrder } from './request-order.ts';
import { Spending } from './spending.ts';
import { sequentialVerdict } from '../statistics/verdict.ts';

export interface RunProgress {
  readonly arm: string;
  readonly task: string;
  readonly done: number;
  readonly requests: number;
  readonly tokens: number;
  readonly usd: number;
  /** At the pace so far; absent before the first response. */
  readonly timeLeft?: Seconds;
}

export interface RunOptions {
  readonly header: ExperimentHeader;
  readonly arms: readonly Arm[];
  /** What an interrupted run has left. */
  readonly earlier: readonly ExchangeRecord[];
  readonly endpoint: Endpoint;
  readonly ceilings: Ceilings;
  readonly clock: () => Timestamp;
  readonly signal: AbortSignal;
  readonly record: (exchange: ExchangeRecord) => void;
  readonly onProgress: (progress: RunProgress) => void;
}

export interface RunEnd {
  readonly experiment: Experiment;
  /** Why it ended before all was asked; absent when complete. */
  readonly stopped?: string;
}

/** So many failures of the world in a row, and the rest would fail too. */
const patience = 3;

const pairName = (arm: string, task: string): string => JSON.stringify([arm, task]);

/** Asks what is still to be asked, in the order the seed gives, and stops cleanly at a ceiling or a dead endpoint. */
export async function runExperiment(options: RunOptions): Promise<RunEnd> {
  const { header, arms, earlier, endpoint, ceilings, clock, signal, record, onProgress } = options;
  const { plan, taskSet } = header;
  const baseline = arms.find(({ name }) => name === plan.baseline) as Arm;
  const order = requestOrder(taskSet.tasks, arms, { arm: baseline, name: plan.noiseArm }, plan.seed);
  const done = new Map(earlier.filter(({ response }) => !isOpen(response)).map((each) => [pairName(each.arm, each.task), each]));
  const exchanges = [...earlier];
  const spending = new Spending(ceilings, plan.rates);
  for (const exchange of earlier) spending.add(exchange);
  const refused = new Set(earlier.filter(isRefusal).map(({ arm }) => arm));
  const start = clock();
  const deadline = ceilings.time === undefined ? undefined : start + ceilings.time * 1000;
  let asked = 0;
  let failures = 0;
  let stopped: string | undefined;
  const todo = order.filter(({ name, task }) => !done.has(pairName(name, task.id)));
  for (const [position, { arm, name, task, seed }] of todo.entries()) {
    if (refused.has(name)) continue;
    if (signal.aborted) stopped = 'stopped by hand';
    else if (deadline !== undefined && clock() >= deadline) stopped = `--max-time of ${ceilings.time ?? 0} s is over`;
    if (stopped !== undefined) break;
    if (plan.proof.sequential && isFirstOfTask(todo, position) && allSettled({ header, exchanges })) break;
    const before = arm.needs === undefined ? undefined : done.get(pairName(arm.needs, task.id))?.response;
    const prepared = arm.prepare(task, seed, before);
    if (prepared === undefined) continue;
    stopped = spending.refusal(prepared.request);
    if (stopped !== undefined) break;
    const elapsed = (clock() - start) / 1000;
    onProgress({
      arm: name,
      task: task.id,
      done: order.length - todo.length + position,
      requests: order.length,
      tokens: spending.tokens,
      usd: spending.usd,
      ...(asked === 0 ? {} : { timeLeft: seconds((elapsed / asked) * (todo.length - position)) }),
    });
    const limit = deadline === undefined ? signal : AbortSignal.any([signal, AbortSignal.timeout(Math.max(1, deadline - clock()))]);
    const time = clock();
    const response = await endpoint.complete(prepared.request, limit);
    const exchange: ExchangeRecord = {
      type: 'exchange',
      arm: name,
      task: task.id,
      order: exchanges.length,
      time,
      request: prepared.request,
      response,
      ...(prepared.passages === undefined ? {} : { passages: prepared.passages }),
      ...(prepared.kept === undefined ? {} : { kept: prepared.kept }),
    };
    record(exchange);
    exchanges.push(exchange);
    spending.add(exchange);
    asked++;
    if (isRefusal(exchange)) refused.add(name);
    if (!isOpen(response)) {
      failures = 0;
      done.set(pairName(name, task.id), exchange);
      continue;
    }
    const failure = response.outcome.kind === 'failed' ? response.outcome : undefined;
    failures++;
    if (failure?.reason === 'stopped') continue;
    if (failures >= patience) {
      stopped = `${patience} requests in a row failed, the last with: ${failure?.message ?? ''}`;
      break;
    }
  }
  return { experiment: { header, exchanges }, ...(stopped === undefined ? {} : { stopped }) };
}

/** The endpoint does not know this effort: it would refuse every task alike. */
const isRefusal = ({ response }: ExchangeRecord): boolean =>
  response.outcome.kind === 'failed' && (response.outcome.reason === 'effort-refused' || response.outcome.reason === 'bad-request');

const isFirstOfTask = (todo: readonly { readonly task: { readonly id: string } }[], position: number): boolean =>
  position === 0 || todo[position - 1]?.task.id !== todo[position]?.task.id;

/** Every arm but the baseline and its repetition is proved or harmful on the evidence so far. */
function allSettled(experiment: Experiment): boolean {
  const { plan } = experiment.header;
  return plan.arms
    .filter(({ name }) => name !== plan.baseline)
    .every(({ name }) => {
      const { outcomes } = pairedOutcomes(experiment, plan.baseline, name);
      return sequentialVerdict(outcomes, plan.proof.margin) !== undefined;
    });
}
