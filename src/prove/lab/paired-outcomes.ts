import { gradeAnswer } from '../grading/grade-answer.ts';
import { replyText } from '../grading/reply-text.ts';
import type { Task } from '../tasks/task.ts';
import type { PairedOutcome } from '../statistics/verdict.ts';
import { exchangeCost } from './exchange-cost.ts';
import type { ExchangeRecord, Experiment } from './experiment.ts';
import { isOpen } from './open-pair.ts';

/** What counts as the answer: the visible text behind what the request began with. */
export function isSolved(task: Task, exchange: ExchangeRecord): boolean {
  const { outcome, answer } = exchange.response;
  if (outcome.kind === 'failed') return false;
  if (task.grader.kind === 'judge') return exchange.judged === true;
  if (task.grader.kind === 'reply') return gradeAnswer(task.grader, replyText(exchange.response), task.targets);
  const begun = /Answer:\s*$/.test(exchange.request.prefix ?? '') ? `Answer: ${answer}` : answer;
  return gradeAnswer(task.grader, begun, task.targets);
}

/** Seconds that decoding a token took in a response, for tokens that another request takes over from it. */
export function secondsPerOutput({ response }: ExchangeRecord): number {
  const output = response.usage.output?.tokens ?? 0;
  return output === 0 ? 0 : (response.duration - (response.firstToken ?? 0)) / output;
}

/** The last exchange of every task of an arm that says something about it. */
export function closedExchanges({ header, exchanges }: Experiment, arm: string): ReadonlyMap<string, ExchangeRecord> {
  const awaited = new Set(header.taskSet.tasks.flatMap(({ id, grader }) => (grader.kind === 'judge' ? [id] : [])));
  // Without its verdict an answer says nothing yet; a failed one needs none.
  const isJudged = ({ task, judged, response }: ExchangeRecord): boolean =>
    !awaited.has(task) || judged !== undefined || response.outcome.kind === 'failed';
  const closed = exchanges.filter((each) => each.arm === arm && !isOpen(each.response) && isJudged(each));
  return new Map(closed.map((each) => [each.task, each]));
}

export interface PairedArms {
  readonly outcomes: readonly PairedOutcome[];
  /** Tasks with an exchange of one side only, or with none. */
  readonly open: number;
}

/**
 * Pairs of the same task under two arms. Where a side cost nothing that anybody billed (no room in the context), its
 * cost is set to the other side's: such a pair can count as a loss and never as a saving.
 */
export function pairedOutcomes(experiment: Experiment, before: string, after: string): PairedArms {
  const [first, second] = [closedExchanges(experiment, before), closedExchanges(experiment, after)];
  const { plan, taskSet } = experiment.header;
  const pace = (exchange: ExchangeRecord): number =>
    exchange.kept === undefined ? 0 : secondsPerOutput(first.get(exchange.task) ?? exchange);
  const outcomes = taskSet.tasks.flatMap((task): PairedOutcome[] => {
    const [a, b] = [first.get(task.id), second.get(task.id)];
    if (a === undefined || b === undefined) return [];
    const [costA, costB] = [exchangeCost(a, plan, pace(a)), exchangeCost(b, plan, pace(b))];
    const known = [costA, costB].find((cost) => cost !== undefined && cost > 0) ?? 1;
    return [
      {
        solvedBefore: isSolved(task, a),
        solvedAfter: isSolved(task, b),
        costBefore: costA === undefined || costA <= 0 ? known : costA,
        costAfter: costB === undefined || costB <= 0 ? known : costB,
      },
    ];
  });
  return { outcomes, open: taskSet.tasks.length - outcomes.length };
}
