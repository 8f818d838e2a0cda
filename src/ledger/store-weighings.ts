import type { SessionGroup } from '../call/session-group.ts';
import type { Weighing } from '../call/weighing.ts';
import { entriesAtOnce, groupBatches } from './group-batches.ts';
import type { GroupToWeigh, Ledger } from './ledger.ts';

/** Weighs groups as they stand in the ledger and stores that, all or none. */
export async function storeWeighings(
  ledger: Pick<Ledger, 'openWeighings'>,
  version: string,
  groups: readonly GroupToWeigh[],
  weigh: (group: SessionGroup) => Weighing,
): Promise<void> {
  const writer = await ledger.openWeighings(version);
  try {
    for (const batch of groupBatches(groups, entriesAtOnce)) {
      for (const group of await writer.readGroups(batch.map(({ id }) => id))) writer.store(weigh(group));
    }
    await writer.commit();
  } catch (error) {
    await writer.rollback();
    throw error;
  }
}
