import { closedAfter, sentencesIn } from '../arms/forced-close.ts';
import { leastReasoning, type LeastReasoning } from '../arms/least-reasoning.ts';
import type { PreparedRequest } from '../arms/arm.ts';
import { answerGiven } from '../grading/answer-given.ts';
import type { Task } from '../tasks/task.ts';
import type { ExchangeRecord, Experiment } from './experiment.ts';
import { closedExchanges } from './paired-outcomes.ts';
import { isOpen } from './open-pair.ts';

/** Name that the exchanges of the search are recorded under. */
export const leastArmName = (baseline: string): string => `${baseline}, least`;

/** The search over one task's reasoning: where it stands, going by the exchanges on file. */
export type LeastState =
  | { readonly kind: 'found'; readonly task: string; readonly found: LeastReasoning }
  | { readonly kind: 'ask'; readonly task: string; readonly kept: number; readonly prepared: PreparedRequest };

// Greedy, so that no chance stands between two lengths of the same reasoning.
const closingTemperature = 0;

function stateOf(task: Task, base: ExchangeRecord, tried: ReadonlyMap<number, ExchangeRecord>): LeastState | undefined {
  const sentences = sentencesIn(base.response);
  if (sentences === 0) return undefined;
  const givenBy = (kept: number): string | undefined => {
    const response = tried.get(kept)?.response;
    return response === undefined || response.outcome.kind === 'failed'
      ? undefined
      : answerGiven(task.grader, `Answer: ${response.answer}`);
  };
  const whole = givenBy(sentences);
  const search = leastReasoning(sentences);
  let step = search.next();
  while (step.done !== true) {
    const kept = step.value;
    if (!tried.has(kept)) {
      const prepared = closedAfter({ ...base.request, temperature: closingTemperature }, base.response, kept);
      return prepared === undefined ? undefined : { kind: 'ask', task: task.id, kept, prepared };
    }
    step = search.next(whole !== undefined && givenBy(kept) === whole);
  }
  return { kind: 'found', task: task.id, found: step.value };
}

/** Where the search stands for every task whose arm as it is has reasoned. */
export function leastStates(experiment: Experiment): LeastState[] {
  const { plan, taskSet } = experiment.header;
  const bases = closedExchanges(experiment, plan.baseline);
  const name = leastArmName(plan.baseline);
  const tried = experiment.exchanges.filter(({ arm, response }) => arm === name && !isOpen(response));
  return taskSet.tasks.flatMap((task) => {
    const base = bases.get(task.id);
    if (base === undefined || base.response.outcome.kind === 'failed') return [];
    const known = new Map(
      tried.flatMap((each) => (each.task === task.id && each.keptSentences !== undefined ? [[each.keptSentences, each] as const] : [])),
    );
    return stateOf(task, base, known) ?? [];
  });
}
