import { existsSync } from 'node:fs';
import { capturedTasks, neverCalled, type CapturedTaskOptions } from '../../prove/captures/captured-calls.ts';
import { readCapturedCalls } from '../../prove/captures/read-captured-calls.ts';
import { editForCause } from '../../prove/edits/edit-for-cause.ts';
import type { Edit } from '../../prove/edits/edit.ts';
import { removeTools } from '../../prove/edits/remove-tools.ts';
import { replayArms } from '../../prove/arms/replay-arms.ts';
import type { ChatRequest } from '../../prove/endpoints/endpoint.ts';
import { closedExchanges } from '../../prove/lab/paired-outcomes.ts';
import { readExperiment } from '../../prove/lab/experiment-file.ts';
import type { TaskSet } from '../../prove/tasks/task.ts';
import type { AnswerService } from '../../show/answers/answer-service.ts';
import type { FindingRow } from '../../show/answers/findings-answer.ts';
import type { ProvedBehaviour, ProvedCost } from './prove-answer.ts';

/** What the finding takes off the bill of its session. */
export async function provedCost(answers: AnswerService, finding: FindingRow): Promise<ProvedCost> {
  const session = await answers.ask('session', { session: finding.session });
  const billed = { tokens: session.tokens, usd: session.usd };
  const saved = { tokens: finding.tokens, usd: finding.usd };
  const share =
    billed.usd !== null && billed.usd > 0 && saved.usd !== null
      ? saved.usd / billed.usd
      : billed.tokens > 0
        ? saved.tokens / billed.tokens
        : null;
  return { session: billed, saved, share, calls: finding.calls };
}

/** Requests that can be sent again, with the edit that the finding asks for. */
export interface Replayable {
  readonly edit: Edit;
  readonly taskSet: TaskSet;
  /** By task. */
  readonly requests: ReadonlyMap<string, ChatRequest>;
  readonly recordedOutput?: number;
  readonly recordedModels: readonly string[];
  readonly leftOut: readonly string[];
}

type NotProved = Extract<ProvedBehaviour, { readonly state: 'not-proved' }>;

const notProved = (why: string, how: string): NotProved => ({ state: 'not-proved', why, how });

const ownTasks = 'Run your own tasks with and without the fix: tare lab run TASKS.jsonl, on the model that you use.';

/** Whether a finding can be replayed, or why it cannot. `like`: findings of the same cause whose calls are taken too. */
export function replayable(
  finding: FindingRow,
  options: Omit<CapturedTaskOptions, 'edit'>,
  like: readonly FindingRow[] = [],
): Replayable | NotProved {
  const isLab = finding.session.startsWith('lab:');
  const isCapture = finding.session.startsWith('captures:');
  if (!isLab && !isCapture)
    return notProved(
      'a transcript does not hold the system prompt and the tool schemas, so its requests cannot be sent again as they were',
      `Log the requests and read them with --source captures. ${ownTasks}`,
    );
  const edit = editForCause(finding.cause);
  if (edit === undefined)
    return notProved(`the remedy for ${finding.cause} does not lie in a request, so there is nothing to edit`, ownTasks);
  return isLab ? fromExperiment(finding, edit) : fromCaptures([finding, ...like], edit, options);
}

function fromExperiment(finding: FindingRow, edit: Edit): Replayable | NotProved {
  const [, , arm = ''] = /^lab:([^/]+)\/(.+)$/.exec(finding.session) ?? [];
  const file = finding.evidence.find((place) => place.file.endsWith('.jsonl'))?.file;
  if (file === undefined || !existsSync(file)) return notProved('the experiment that it was seen in is gone', ownTasks);
  const experiment = readExperiment(file);
  const exchanges = closedExchanges(experiment, arm);
  if (exchanges.size < 2) return notProved('fewer than two of its requests are on file', ownTasks);
  const { taskSet, endpoint } = experiment.header;
  return {
    edit,
    taskSet: { ...taskSet, name: `prove-${edit.name}`, tasks: taskSet.tasks.filter(({ id }) => exchanges.has(id)) },
    requests: new Map(Array.from(exchanges, ([task, { request }]) => [task, request])),
    recordedModels: [endpoint.model],
    leftOut: [],
  };
}

function fromCaptures(findings: readonly FindingRow[], edit: Edit, options: Omit<CapturedTaskOptions, 'edit'>): Replayable | NotProved {
  const files = [...new Set(findings.flatMap(({ evidence }) => evidence.map(({ file }) => file)))];
  const standing = files.filter((file) => existsSync(file));
  if (standing.length === 0) return notProved('the captures that it was seen in are gone', ownTasks);
  const calls = readCapturedCalls(standing, new Set(findings.map(({ session }) => session)));
  // What one request never calls another may: only tools that no call of the session needed are taken out.
  const own = findings[0]?.cause === 'unused-tools' ? removeTools(neverCalled(calls)) : edit;
  const { tasks, requests, expectedOutput, leftOut } = capturedTasks(calls, { ...options, edit: own });
  if (tasks.length < 2)
    return notProved(
      `of ${calls.length} calls on file ${own.name} changes ${tasks.length} that can be sent again${leftOut.length === 0 ? '' : ` (${leftOut.join('; ')})`}`,
      'Two are needed, and about sixty for a margin of five points: capture more calls, or give --all to take those of every finding of this cause.',
    );
  const models = new Set(calls.flatMap(({ request, response }) => response.model ?? request.model ?? []));
  return {
    edit: own,
    taskSet: { name: `prove-${own.name}`, tasks, corpus: [] },
    requests,
    ...(expectedOutput === undefined ? {} : { recordedOutput: expectedOutput }),
    recordedModels: [...models],
    leftOut,
  };
}

export const replayedArms = ({ requests, edit, recordedOutput }: Replayable): ReturnType<typeof replayArms> =>
  replayArms(requests, edit, recordedOutput);
