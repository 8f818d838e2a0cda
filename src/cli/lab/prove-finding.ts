import { existsSync } from 'node:fs';
import { editForCause } from '../../prove/edits/edit-for-cause.ts';
import type { Edit } from '../../prove/edits/edit.ts';
import { replayArms } from '../../prove/arms/replay-arms.ts';
import { closedExchanges } from '../../prove/lab/paired-outcomes.ts';
import { readExperiment } from '../../prove/lab/experiment-file.ts';
import type { ExchangeRecord, Experiment } from '../../prove/lab/experiment.ts';
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
  readonly experiment: Experiment;
  readonly edit: Edit;
  readonly exchanges: ReadonlyMap<string, ExchangeRecord>;
}

const captures = 'Run your own tasks with and without the fix: tare lab run TASKS.jsonl, on the model that you use.';

/** Whether a finding can be replayed, or why it cannot. */
export function replayable(finding: FindingRow): Replayable | Extract<ProvedBehaviour, { readonly state: 'not-proved' }> {
  const notProved = (why: string, how: string): Extract<ProvedBehaviour, { readonly state: 'not-proved' }> => ({
    state: 'not-proved',
    why,
    how,
  });
  const [, , arm] = /^lab:([^/]+)\/(.+)$/.exec(finding.session) ?? [];
  if (arm === undefined)
    return notProved(
      'a transcript does not hold the system prompt and the tool schemas, so its requests cannot be sent again as they were',
      captures,
    );
  const edit = editForCause(finding.cause);
  if (edit === undefined)
    return notProved(`the remedy for ${finding.cause} does not lie in a request, so there is nothing to edit`, captures);
  const file = finding.evidence.find((place) => place.file.endsWith('.jsonl'))?.file;
  if (file === undefined || !existsSync(file)) return notProved('the experiment that it was seen in is gone', captures);
  const experiment = readExperiment(file);
  const exchanges = closedExchanges(experiment, arm);
  return exchanges.size < 2 ? notProved('fewer than two of its requests are on file', captures) : { experiment, edit, exchanges };
}

export const replayedArms = ({ exchanges, edit }: Replayable): ReturnType<typeof replayArms> =>
  replayArms(new Map(Array.from(exchanges, ([task, { request }]) => [task, request])), edit);
