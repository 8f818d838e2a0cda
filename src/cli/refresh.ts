import { weighingVersion } from '../call/format-version.ts';
import type { GroupId } from '../call/session-group.ts';
import type { GroupToWeigh, Ledger } from '../ledger/ledger.ts';
import type { IngestPlace } from '../measure/ingest/find-pending.ts';
import { ingest, type IngestProgress } from '../measure/ingest/ingest.ts';
import type { Source } from '../measure/sources/source.ts';
import type { AttributionTools } from '../weigh/attribution/attribute-group.ts';
import { weighGroup } from '../weigh/weigh-group.ts';

/** How far bringing the ledger up to date has come. */
export type RefreshProgress =
  | ({ readonly step: 'reading' } & IngestProgress)
  | { readonly step: 'weighing'; readonly groupsDone: number; readonly groups: number };

export interface RefreshOptions {
  readonly places: readonly IngestPlace[];
  readonly sources: readonly Source[];
  readonly tools: AttributionTools;
  readonly onProgress?: (progress: RefreshProgress) => void;
  readonly signal?: AbortSignal;
}

export interface RefreshReport {
  readonly filesFound: number;
  readonly filesRead: number;
  readonly groupsWeighed: number;
}

/** Entries of the groups that are weighed at once: bounds memory, and spreads the cost of a transaction. */
const entriesAtOnce = 20_000;

/** What a weighing depends on besides the entries: another one weighs everything again. */
export const versionOf = ({ prices, estimator }: AttributionTools): string =>
  `weighing ${weighingVersion}, prices ${prices.version}, counting ${estimator.version}`;

/** Reads what is new in the places and weighs what changed. */
export async function refresh(ledger: Ledger, options: RefreshOptions): Promise<RefreshReport> {
  const { places, sources, tools, onProgress, signal } = options;
  const read = await ingest(ledger, {
    places,
    sources,
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined ? {} : { onProgress: (progress) => onProgress({ step: 'reading', ...progress }) }),
  });
  const groupsWeighed = await weighStale(ledger, tools, onProgress, signal);
  return { ...read, groupsWeighed };
}

async function weighStale(
  ledger: Ledger,
  tools: AttributionTools,
  onProgress: RefreshOptions['onProgress'],
  signal: AbortSignal | undefined,
): Promise<number> {
  const version = versionOf(tools);
  const stale = await ledger.groupsToWeigh(version);
  let groupsDone = 0;
  for (const ids of inBatches(stale)) {
    if (signal?.aborted === true) break;
    const groups = await ledger.readGroups(ids);
    await ledger.storeWeighings(
      groups.map((group) => weighGroup(group, tools)),
      version,
    );
    groupsDone += ids.length;
    onProgress?.({ step: 'weighing', groupsDone, groups: stale.length });
  }
  return groupsDone;
}

function* inBatches(groups: readonly GroupToWeigh[]): Generator<readonly GroupId[]> {
  let batch: GroupId[] = [];
  let entries = 0;
  for (const group of groups) {
    if (batch.length > 0 && entries + group.entries > entriesAtOnce) {
      yield batch;
      batch = [];
      entries = 0;
    }
    batch.push(group.id);
    entries += group.entries;
  }
  if (batch.length > 0) yield batch;
}
