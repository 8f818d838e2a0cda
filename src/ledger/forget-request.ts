import type { Timestamp } from '../base/units.ts';
import type { SessionId } from '../call/entry.ts';

/** What shall leave the ledger: all conditions given hold together, and at least one is given. */
export interface ForgetRequest {
  readonly session?: SessionId;
  /** Part of the working directory, case ignored. */
  readonly project?: string;
  /** From this time on, included. */
  readonly since?: Timestamp;
  /** Up to this time, excluded. */
  readonly until?: Timestamp;
}

/** What was removed, or would be. */
export interface ForgetCount {
  readonly sessions: number;
  readonly entries: number;
  readonly calls: number;
}
