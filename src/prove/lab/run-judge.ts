import type { Timestamp } from '../../base/units.ts';
import type { Endpoint } from '../endpoints/endpoint.ts';
import type { Ceilings, Experiment, ExchangeRecord, JudgementRecord, TokenRates } from './experiment.ts';
import { judgeRequest, pendingJudgements, verdictIn } from './judge.ts';
import { isOpen } from './open-pair.ts';
import type { RunEnd, RunProgress } from './run-experiment.ts';
import { Spending } from './spending.ts';

export interface JudgeOptions {
  readonly experiment: Experiment;
  readonly judge: Endpoint;
  readonly ceilings: Ceilings;
  /** Prices of the judge. */
  readonly rates?: TokenRates;
  readonly clock: () => Timestamp;
  readonly signal: AbortSignal;
  readonly record: (judgement: JudgementRecord) => void;
  readonly onProgress: (progress: RunProgress) => void;
}

/** Asks the judge of everything that awaits a verdict, until a ceiling is met; what it says is kept beside the exchanges. */
export async function runJudge(options: JudgeOptions): Promise<RunEnd> {
  const { experiment, judge, ceilings, rates, clock, signal, record, onProgress } = options;
  const judgements: JudgementRecord[] = [...(experiment.judgements ?? [])];
  const verdicts = new Map<number, boolean>();
  const spending = new Spending(ceilings, rates);
  for (const judgement of judgements) spending.add(judgement);
  const pending = pendingJudgements(experiment);
  const end = (stopped?: string): RunEnd => {
    const exchanges = experiment.exchanges.map((each): ExchangeRecord => {
      const judged = verdicts.get(each.order);
      return judged === undefined ? each : { ...each, judged };
    });
    return { experiment: { ...experiment, exchanges, judgements }, ...(stopped === undefined ? {} : { stopped }) };
  };
  for (const [place, { of, arm, task, answer }] of pending.entries()) {
    if (signal.aborted) return end('stopped by hand');
    const request = judgeRequest(task, answer);
    const refusal = spending.refusal(request);
    if (refusal !== undefined) return end(`${refusal}, for the judge`);
    onProgress({ arm: 'judge', task: task.id, done: place, requests: pending.length, tokens: spending.tokens, usd: spending.usd });
    const time = clock();
    const response = await judge.complete(request, signal);
    const solved = response.outcome.kind === 'failed' ? undefined : verdictIn(response.answer);
    const judgement: JudgementRecord = {
      type: 'judgement',
      ...(of === undefined ? {} : { of }),
      arm,
      task: task.id,
      model: judge.facts.model,
      ...(solved === undefined ? {} : { solved }),
      time,
      request,
      response,
    };
    record(judgement);
    judgements.push(judgement);
    spending.add(judgement);
    if (of !== undefined && solved !== undefined) verdicts.set(of, solved);
    if (isOpen(response) && response.outcome.kind === 'failed') return end(`the judge failed: ${response.outcome.message}`);
  }
  return end();
}
