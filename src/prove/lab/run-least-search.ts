import type { ExchangeRecord, Experiment } from './experiment.ts';
import { leastArmName, leastStates, type LeastState } from './least-search.ts';
import { isOpen } from './open-pair.ts';
import type { RunEnd, RunOptions } from './run-experiment.ts';
import { Spending } from './spending.ts';

export type LeastOptions = Omit<RunOptions, 'header' | 'arms' | 'earlier'> & { readonly experiment: Experiment };

const isAsk = (state: LeastState): state is Extract<LeastState, { kind: 'ask' }> => state.kind === 'ask';

/** Closes the reasoning of the arm as it is at ever fewer sentences, task by task, until the least is known or a ceiling met. */
export async function runLeastSearch(options: LeastOptions): Promise<RunEnd> {
  const { experiment, endpoint, ceilings, clock, signal, record, onProgress } = options;
  const { header } = experiment;
  const exchanges: ExchangeRecord[] = [...experiment.exchanges];
  const spending = new Spending(ceilings, header.plan.rates);
  for (const exchange of exchanges) spending.add(exchange);
  const deadline = ceilings.time === undefined ? undefined : clock() + ceilings.time * 1000;
  const arm = leastArmName(header.plan.baseline);
  const end = (stopped?: string): RunEnd => ({ experiment: { header, exchanges }, ...(stopped === undefined ? {} : { stopped }) });
  for (;;) {
    const states = leastStates({ header, exchanges });
    const next = states.find(isAsk);
    if (next === undefined) return end();
    if (signal.aborted) return end('stopped by hand');
    if (deadline !== undefined && clock() >= deadline) return end('--max-time is over');
    const { request, kept } = next.prepared;
    const refusal = spending.refusal(request);
    if (refusal !== undefined) return end(refusal);
    const done = states.filter((state) => !isAsk(state)).length;
    onProgress({ arm, task: next.task, done, requests: states.length, tokens: spending.tokens, usd: spending.usd });
    const limit = deadline === undefined ? signal : AbortSignal.any([signal, AbortSignal.timeout(Math.max(1, deadline - clock()))]);
    const time = clock();
    const response = await endpoint.complete(request, limit);
    const exchange: ExchangeRecord = {
      type: 'exchange',
      arm,
      task: next.task,
      order: exchanges.length,
      time,
      request,
      response,
      keptSentences: next.kept,
      ...(kept === undefined ? {} : { kept }),
    };
    record(exchange);
    exchanges.push(exchange);
    spending.add(exchange);
    if (isOpen(response) && response.outcome.kind === 'failed')
      return end(`the search for the least reasoning failed: ${response.outcome.message}`);
  }
}
