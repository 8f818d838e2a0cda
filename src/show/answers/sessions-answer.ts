import type { Timestamp, Tokens, Usd } from '../../base/units.ts';
import type { SessionId } from '../../call/entry.ts';

/** Answer of `tare session` without an id: every session, latest first. */
export interface SessionsAnswer {
  readonly sessions: readonly {
    readonly session: SessionId;
    readonly source: string;
    readonly project: string | null;
    readonly branch: string | null;
    readonly start: Timestamp | null;
    readonly end: Timestamp | null;
    readonly calls: number;
    readonly tokens: Tokens;
    readonly usd: Usd | null;
    readonly tare: Tokens;
  }[];
}
