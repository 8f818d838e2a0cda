import { randomFrom, type Seed } from '../../base/random.ts';
import { tokens } from '../../base/units.ts';
import type { ChatRequest } from '../endpoints/endpoint.ts';
import { questionOf, type Task } from '../tasks/task.ts';
import { controlArms, type ExchangeRecord, type Experiment, type JudgementRecord } from './experiment.ts';
import { isOpen } from './open-pair.ts';

/** Room for a judge that reasons first. */
const mostOutput = tokens(512);

const instruction =
  'You are given a question, the expected answer and a given answer. Say whether the given answer means the same as the expected one. Length, style and further remarks do not matter. End with one line: "Verdict: yes" or "Verdict: no".';

/** What a judge is asked: it sees no arm, no tokens and no reasoning. */
export const judgeRequest = (task: Task, answer: string): ChatRequest => ({
  messages: [
    { role: 'system', content: instruction },
    {
      role: 'user',
      content: `Question:\n${questionOf(task)}\n\nExpected answer:\n${task.targets.join('\nor: ')}\n\nGiven answer:\n${answer}`,
    },
  ],
  maxOutput: mostOutput,
  temperature: 0,
  reasoning: { kind: 'default' },
});

/** The last verdict of a text; undefined where it gives none. */
export function verdictIn(text: string): boolean | undefined {
  const last = [...text.matchAll(/verdict\W{0,6}(yes|no)\b/gi)].at(-1)?.[1] ?? /^\W*(yes|no)\b/i.exec(text)?.[1];
  return last === undefined ? undefined : last.toLowerCase() === 'yes';
}

/** Something to be judged. */
export interface Pending {
  readonly of?: number;
  readonly arm: string;
  readonly task: Task;
  readonly answer: string;
}

const nameOf = ({ of, arm, task }: { readonly of?: number; readonly arm: string; readonly task: string }): string => `${of ?? arm} ${task}`;

/** What a wrong answer is made of: the expected answer of another task. */
function controlsOf(tasks: readonly Task[], seed: Seed): Pending[] {
  const random = randomFrom(seed, 'judge-controls');
  return tasks.flatMap((task): Pending[] => {
    const right = { arm: controlArms.right, task, answer: task.targets[0] ?? '' };
    const others = tasks.filter((other) => !other.targets.some((target) => task.targets.includes(target)));
    const other = others[Math.floor(random.next() * others.length)];
    return other === undefined ? [right] : [right, { arm: controlArms.wrong, task, answer: other.targets[0] ?? '' }];
  });
}

/** All that has no verdict yet, the controls first: the expected answer itself, and that of another task. */
export function pendingJudgements({ header, exchanges, judgements = [] }: Experiment): Pending[] {
  const tasks = header.taskSet.tasks.filter(({ grader }) => grader.kind === 'judge');
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const asked = new Set(judgements.filter(({ response }) => !isOpen(response)).map(nameOf));
  const answered = exchanges.flatMap((exchange: ExchangeRecord): Pending[] => {
    const task = byId.get(exchange.task);
    if (task === undefined || exchange.response.outcome.kind === 'failed') return [];
    return [{ of: exchange.order, arm: exchange.arm, task, answer: exchange.response.answer }];
  });
  return [...controlsOf(tasks, header.plan.seed), ...answered].filter((each) => !asked.has(nameOf({ ...each, task: each.task.id })));
}

/** How a judge did where the right verdict is known, and how often it gave none. */
export interface JudgeAnswer {
  readonly model: string;
  readonly judged: number;
  readonly unclear: number;
  readonly accepted: { readonly right: number; readonly of: number };
  readonly refused: { readonly wrong: number; readonly of: number };
}

export function summariseJudge({ header, judgements = [] }: Experiment): JudgeAnswer | undefined {
  const { judge } = header.plan;
  if (judge === undefined) return undefined;
  const heard = judgements.filter(({ response }) => !isOpen(response));
  const of = (arm: string): JudgementRecord[] => heard.filter((each) => each.of === undefined && each.arm === arm);
  const [right, wrong] = [of(controlArms.right), of(controlArms.wrong)];
  const given = heard.filter((each) => each.of !== undefined);
  return {
    model: judge.model,
    judged: given.filter(({ solved }) => solved !== undefined).length,
    unclear: given.filter(({ solved }) => solved === undefined).length,
    accepted: { right: right.filter(({ solved }) => solved === true).length, of: right.length },
    refused: { wrong: wrong.filter(({ solved }) => solved === false).length, of: wrong.length },
  };
}
