import type { FindingState } from '../../call/finding.ts';
import type { Tokens, Usd } from '../../base/units.ts';
import type { FindingRow } from '../../show/answers/findings-answer.ts';
import type { LabAnswer } from '../../prove/lab/lab-answer.ts';

/** The cost side: what the session was billed, and what the finding takes off it. It follows from the bill. */
export interface ProvedCost {
  readonly session: { readonly tokens: Tokens; readonly usd: Usd | null };
  readonly saved: { readonly tokens: Tokens; readonly usd: Usd | null };
  /** Share of the session's dollars, or of its tokens where it has no price. */
  readonly share: number | null;
  readonly calls: number;
}

export interface ReplayedBehaviour {
  readonly state: 'replayed';
  readonly edit: string;
  /** What a reader must know of the calls: left out, recorded with another model. */
  readonly notes: readonly string[];
  readonly lab: LabAnswer;
  readonly folder: string;
  /** State of the finding before and after. */
  readonly before: FindingState;
  readonly after: FindingState;
}

export type ProvedBehaviour =
  /** The source does not hold the whole requests, or the edit is none of a request. */
  { readonly state: 'not-proved'; readonly why: string; readonly how: string } | ReplayedBehaviour;

/** Answer of `tare prove`. */
export interface ProveAnswer {
  readonly finding: Pick<FindingRow, 'id' | 'handle' | 'cause' | 'state' | 'session' | 'title' | 'fix'>;
  readonly cost: ProvedCost;
  readonly behaviour: ProvedBehaviour;
}
