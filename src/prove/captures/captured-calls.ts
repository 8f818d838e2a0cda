import { isDeepStrictEqual } from 'node:util';
import { hashText } from '../../base/content-hash.ts';
import { randomFrom, type Seed } from '../../base/random.ts';
import type { CallKey, SessionId } from '../../call/entry.ts';
import type { WireRequest, WireResponse } from '../../measure/wire/wire-dialect.ts';
import type { Edit } from '../edits/edit.ts';
import type { ChatRequest } from '../endpoints/endpoint.ts';
import { finalNumber } from '../grading/final-number.ts';
import type { Grader } from '../grading/grader.ts';
import { replyText, type Reply } from '../grading/reply-text.ts';
import type { Task } from '../tasks/task.ts';
import { recordedReply, resendable } from './recorded-request.ts';

/** A call on file, with all that was sent and what came. */
export interface CapturedCall {
  readonly call: CallKey;
  readonly session: SessionId;
  /** Place in its file, from 1: a line, or an entry of an archive. */
  readonly place: number;
  readonly request: WireRequest;
  readonly response: WireResponse;
}

/** How a replayed reply is held against the recorded one. */
export const replyGrades = ['reply', 'exact', 'normalised', 'contains', 'numeric', 'json'] as const;

export type ReplyGrade = (typeof replyGrades)[number];

/** Known right answers in place of the recorded ones, by place or response id. */
export type KnownTargets = ReadonlyMap<string, { readonly targets: readonly string[]; readonly grader: Grader }>;

export interface CapturedTasks {
  readonly tasks: readonly Task[];
  readonly requests: ReadonlyMap<string, ChatRequest>;
  /** Mean output of the recorded responses. */
  readonly expectedOutput: number | undefined;
  /** Why calls were left out, each with how many. */
  readonly leftOut: readonly string[];
}

export interface CapturedTaskOptions {
  readonly edit: Edit;
  readonly grade: ReplyGrade;
  readonly known: KnownTargets;
  /** Most tasks; more calls than that are drawn from by seed. */
  readonly most: number;
  readonly seed: Seed;
  /** Cap on outputs of requests that name none. */
  readonly cap: number;
}

function expected(reply: Reply, grade: ReplyGrade): { readonly targets: readonly string[]; readonly grader: Grader } | undefined {
  switch (grade) {
    case 'reply':
      return { targets: [replyText(reply)], grader: { kind: 'reply' } };
    case 'numeric': {
      const value = finalNumber(reply.answer);
      return value === undefined ? undefined : { targets: [String(value)], grader: { kind: 'numeric', tolerance: 0 } };
    }
    case 'contains':
      return reply.answer === '' ? undefined : { targets: [reply.answer], grader: { kind: 'contains', ignoreCase: true, all: true } };
    case 'exact':
    case 'normalised':
    case 'json':
      return reply.answer === '' ? undefined : { targets: [reply.answer], grader: { kind: grade } };
  }
}

/** Draws `most` by seed and keeps their order. */
function drawn<Item>(items: readonly Item[], most: number, seed: Seed): readonly Item[] {
  if (items.length <= most) return items;
  const random = randomFrom(seed, 'captured-calls');
  const ranked = items.map((item, index) => ({ item, index, rank: random.next() }));
  const chosen = ranked.toSorted((a, b) => a.rank - b.rank).slice(0, most);
  return chosen.toSorted((a, b) => a.index - b.index).map(({ item }) => item);
}

/** Calls whose request an edit changes, as tasks: the recorded reply, or a known answer, is what is to come again. */
export function capturedTasks(calls: readonly CapturedCall[], options: CapturedTaskOptions): CapturedTasks {
  const { edit, grade, known, most, seed, cap } = options;
  const reasons = new Map<string, number>();
  const leaveOut = (why: string): [] => {
    reasons.set(why, (reasons.get(why) ?? 0) + 1);
    return [];
  };
  const usable = calls.flatMap(({ call, place, request: asked, response }) => {
    const sent = resendable(asked, cap);
    if ('why' in sent) return leaveOut(sent.why);
    if (isDeepStrictEqual(edit.apply(sent.request), sent.request)) return leaveOut(`${edit.name} does not change it`);
    const target = known.get(response.id ?? '') ?? known.get(String(place)) ?? expected(recordedReply(response), grade);
    if (target === undefined) return leaveOut(`its recorded reply is none that ${grade} can compare`);
    const task: Task = { id: `${place}-${hashText(call).slice(0, 6)}`, messages: sent.request.messages, ...target };
    return [{ task, request: sent.request, output: response.usage.output }];
  });
  const chosen = drawn(usable, most, seed);
  const outputs = chosen.flatMap(({ output }) => output ?? []);
  return {
    tasks: chosen.map(({ task }) => task),
    requests: new Map(chosen.map(({ task, request }) => [task.id, request])),
    expectedOutput: outputs.length === 0 ? undefined : outputs.reduce((sum, output) => sum + output, 0) / outputs.length,
    leftOut: Array.from(reasons, ([why, count]) => `${count} calls: ${why}`),
  };
}

/** Tools whose schemas stand in requests of these calls, and that none of them calls. */
export function neverCalled(calls: readonly CapturedCall[]): string[] {
  const offered = new Set(calls.flatMap(({ request }) => request.tools.flatMap(({ schema }) => schema?.name ?? [])));
  for (const { request, response } of calls) {
    for (const { kind, tool } of [...request.messages.flatMap(({ pieces }) => pieces), ...response.pieces]) {
      if (kind === 'tool-call' && tool?.name !== undefined) offered.delete(tool.name);
    }
  }
  return [...offered];
}
