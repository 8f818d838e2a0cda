import type { GroupId, SessionGroup } from '../call/session-group.ts';
import type { Weighing } from '../call/weighing.ts';

/**
 * A transaction that replaces the weighings of groups, all or none. Nothing else writes to the ledger meanwhile, so
 * the groups read here are those the weighings will stand for. Holds few rows in memory, however many groups.
 */
export interface WeighingWriter {
  readGroups(ids: readonly GroupId[]): Promise<readonly SessionGroup[]>;
  /** Replaces what stood for this group; at most once a group. */
  store(weighing: Weighing): void;
  commit(): Promise<void>;
  rollback(): Promise<void>;
}
