/** Cuts a list of groups where their entries reach a size; a group is never cut. */
export function* groupBatches<Group extends { readonly entries: number }>(
  groups: readonly Group[],
  entriesPerBatch: number,
): Generator<readonly Group[]> {
  let batch: Group[] = [];
  let entries = 0;
  for (const group of groups) {
    if (batch.length > 0 && entries + group.entries > entriesPerBatch) {
      yield batch;
      batch = [];
      entries = 0;
    }
    batch.push(group);
    entries += group.entries;
  }
  if (batch.length > 0) yield batch;
}

/** Entries of the groups that are in memory at once while they are weighed. */
export const entriesAtOnce = 4000;
