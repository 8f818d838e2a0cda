import type { SegmentId } from '../../call/segment.ts';
import type { ClaimsAnswer } from './claims-answer.ts';
import type { CompareAnswer } from './compare-answer.ts';
import type { ContextRequest } from './answer-context.ts';
import type { ContextAnswer } from './context-answer.ts';
import type { DoctorAnswer } from './doctor-answer.ts';
import type { Filter } from './filter.ts';
import type { FindingsAnswer } from './findings-answer.ts';
import type { IcicleRequest } from './answer-icicle.ts';
import type { AsIfNamed, IcicleAnswer } from './icicle-answer.ts';
import type { SegmentAnswer } from './segment-answer.ts';
import type { SessionAnswer } from './session-answer.ts';
import type { SessionsAnswer } from './sessions-answer.ts';
import type { TextAnswer } from './text-answer.ts';
import type { PieceAnswer, PieceRequest, TimelineAnswer, TimelineRequest } from './timeline-answer.ts';
import type { TrafficAnswer } from './traffic-answer.ts';
import type { AsIfRow, WeighAnswer } from './weigh-answer.ts';

/** Every question that the ledger answers: the contract of command line, page and export. */
export interface Questions {
  readonly weigh: { readonly request: { readonly filter: Filter }; readonly answer: WeighAnswer };
  readonly findings: { readonly request: { readonly filter: Filter; readonly limit: number }; readonly answer: FindingsAnswer };
  readonly sessions: { readonly request: { readonly filter: Filter; readonly limit: number }; readonly answer: SessionsAnswer };
  readonly session: { readonly request: { readonly session: string }; readonly answer: SessionAnswer };
  readonly compare: {
    readonly request: {
      readonly before: { readonly name: string; readonly filter: Filter };
      readonly after: { readonly name: string; readonly filter: Filter };
    };
    readonly answer: CompareAnswer;
  };
  readonly icicle: { readonly request: IcicleRequest; readonly answer: IcicleAnswer };
  readonly asIf: { readonly request: { readonly filter: Filter; readonly asIf: AsIfNamed }; readonly answer: AsIfRow };
  readonly timeline: { readonly request: TimelineRequest; readonly answer: TimelineAnswer };
  readonly piece: { readonly request: PieceRequest; readonly answer: PieceAnswer };
  readonly text: { readonly request: { readonly segment: SegmentId }; readonly answer: TextAnswer };
  readonly segment: { readonly request: { readonly segment: SegmentId }; readonly answer: SegmentAnswer };
  readonly context: { readonly request: ContextRequest; readonly answer: ContextAnswer };
  readonly traffic: { readonly request: { readonly filter: Filter }; readonly answer: TrafficAnswer };
  readonly claims: { readonly request: Record<string, never>; readonly answer: ClaimsAnswer };
  readonly doctor: { readonly request: { readonly filter: Filter }; readonly answer: DoctorAnswer };
}

export type QuestionName = keyof Questions;

/** Answers questions, from the ledger in this process or through the process that holds it. */
export interface AnswerService {
  ask<Name extends QuestionName>(name: Name, request: Questions[Name]['request']): Promise<Questions[Name]['answer']>;
  close(): Promise<void>;
}
