import type { GroupId, SessionGroup } from '../call/session-group.ts';
import type { Weighing } from '../call/weighing.ts';

export interface StoringOptions {
  /** With what every chain carried, which most readers never ask for. */
  readonly withCarried?: boolean;
}

/**
 * A transaction that replaces the weighings of groups, all or none. Nothing else writes to the ledger meanwhile, so
 * the groups read here are those the weighings will stand for. Holds few rows in memory, however many groups.
 */
export interface WeighingWriter {
  readGroups(ids: readonly GroupId[]): Promise<readonly SessionGroup[]>;
  /** Replaces what stood for this group; at most once a group. */
  store(weighing: Weighing, options?: StoringOptions): void;
  commit(): Promise<void>;
  rollback(): Promise<void>;
}
