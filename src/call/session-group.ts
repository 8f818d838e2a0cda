import type { Brand } from '../base/brand.ts';
import type { Entry, SessionId } from './entry.ts';

/** The lowest session id of the group. */
export type GroupId = Brand<string, 'group-id'>;

/**
 * Sessions that share context through parent links (resumed, forked, spawned), with all their entries merged by
 * key and sorted by time, then file, then line: what is weighed at once.
 */
export interface SessionGroup {
  readonly id: GroupId;
  readonly sessions: readonly SessionId[];
  readonly entries: readonly Entry[];
}
