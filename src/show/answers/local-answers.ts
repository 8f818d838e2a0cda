import type { QueryRunner } from '../../ledger/query-runner.ts';
import { answerAsIf } from './answer-as-if.ts';
import { answerCompare } from './answer-compare.ts';
import { answerContext } from './answer-context.ts';
import { answerFindings, type FileExists } from './answer-findings.ts';
import { answerIcicle } from './answer-icicle.ts';
import type { AnswerService, QuestionName, Questions } from './answer-service.ts';
import { answerSegment } from './answer-segment.ts';
import { answerSession } from './answer-session.ts';
import { answerSessions } from './answer-sessions.ts';
import { answerPiece, answerTimeline } from './answer-timeline.ts';
import { answerTraffic } from './answer-traffic.ts';
import { answerWeigh } from './answer-weigh.ts';
import type { WeighAnswer } from './weigh-answer.ts';

/** One function a question. */
export type AnswerHandlers = {
  readonly [Name in QuestionName]: (request: Questions[Name]['request']) => Promise<Questions[Name]['answer']>;
};

/** What answers need besides the ledger. */
export interface AnswerSurroundings {
  readonly query: QueryRunner;
  readonly fileExists: FileExists;
  /** How good reconstructed outputs are where the log is right; `null` where there is nothing to check it on. */
  readonly reconstruction: () => Promise<WeighAnswer['reconstruction']>;
  /** Answers that look at more than the ledger. */
  readonly others: Pick<AnswerHandlers, 'claims' | 'doctor' | 'text'>;
}

/** Answers every question from a ledger in this process. */
export function localAnswers({ query, fileExists, reconstruction, others }: AnswerSurroundings, close: () => Promise<void>): AnswerService {
  const handlers: AnswerHandlers = {
    ...others,
    weigh: async ({ filter }) => answerWeigh(query, filter, await reconstruction()),
    findings: ({ filter, limit }) => answerFindings(query, filter, limit, fileExists),
    sessions: ({ filter, limit }) => answerSessions(query, filter, limit),
    session: ({ session }) => answerSession(query, session, fileExists),
    segment: ({ segment }) => answerSegment(query, segment),
    context: (request) => answerContext(query, request),
    traffic: ({ filter }) => answerTraffic(query, filter),
    icicle: (request) => answerIcicle(query, request),
    asIf: (request) => answerAsIf(query, request),
    timeline: (request) => answerTimeline(query, request),
    piece: (request) => answerPiece(query, request),
    compare: ({ before, after }) => answerCompare(query, before, after),
  };
  return { ask: (name, request) => handlers[name](request), close };
}
