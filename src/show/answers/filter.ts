import type { Timestamp } from '../../base/units.ts';
import type { SessionId } from '../../call/entry.ts';
import type { SourceName } from '../../call/source-name.ts';

/** What part of the ledger an answer is about. Absent fields do not restrict. */
export interface Filter {
  /** From this time on, included. */
  readonly since?: Timestamp;
  /** Up to this time, excluded. */
  readonly until?: Timestamp;
  /** IANA name; days begin at its midnight. */
  readonly timeZone: string;
  readonly sources?: readonly SourceName[];
  /** Part of the working directory, case ignored. */
  readonly project?: string;
  /** Part of the model's name, case ignored. */
  readonly model?: string;
  readonly branch?: string;
  readonly session?: SessionId;
}
