import { setFlagsFromString } from 'node:v8';
import { groupBatches } from '../ledger/group-batches.ts';
import type { GroupWeigher, Ledger } from '../ledger/ledger.ts';
import { storeWeighings } from '../ledger/store-weighings.ts';
import type { IngestPlace } from '../measure/ingest/find-pending.ts';
import { ingest, type IngestProgress } from '../measure/ingest/ingest.ts';
import type { Source } from '../measure/sources/source.ts';
import { groupWeigher } from './group-weigher.ts';
import type { WeighingMethod } from './weighing-tools.ts';

/** How far bringing the ledger up to date has come. */
export type RefreshProgress =
  | ({ readonly step: 'reading' } & IngestProgress)
  | { readonly step: 'weighing'; readonly groupsDone: number; readonly groups: number };

export interface RefreshOptions {
  readonly places: readonly IngestPlace[];
  readonly sources: readonly Source[];
  readonly method: WeighingMethod;
  readonly onProgress?: (progress: RefreshProgress) => void;
  readonly signal?: AbortSignal;
}

export interface RefreshReport {
  readonly filesFound: number;
  readonly filesRead: number;
  readonly groupsWeighed: number;
}

/**
 * Settings of V8 for one long pass over much data, by what they save of the CPU time of `bench/ingest.ts`. Short-lived
 * objects are collected on one thread, as on two cores several mostly wait for each other (1 to 8 %). Functions are
 * compiled for speed later, and take fewer others in: the compiler worked a fifth of the time, on threads of its own, at code that
 * ran no longer than it had taken to compile (7 to 10 %).
 */
const engineSettings = ['--no-parallel-scavenge', '--interrupt-budget=400000', '--max-inlined-bytecode-size-cumulative=200'];

/** Entries of the groups that are weighed in one transaction: rare enough to be cheap, often enough to lose little. */
const entriesPerTransaction = 40_000;

/**
 * Reads what is new in the places and weighs what changed, batch by batch: what was just read is weighed from memory.
 * Killed at any point, the next refresh takes it up and comes to the same.
 */
export async function refresh(ledger: Ledger, options: RefreshOptions): Promise<RefreshReport> {
  const { places, sources, onProgress, signal } = options;
  for (const setting of engineSettings) setFlagsFromString(setting);
  const weigher = groupWeigher(options.method);
  ledger.weighWith(() => Promise.resolve(weigher));
  let groupsWeighed = 0;
  const weigh = async (): Promise<void> => {
    groupsWeighed += await weighStale(ledger, weigher, options);
  };
  const read = await ingest(ledger, {
    places,
    sources,
    afterBatch: weigh,
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined ? {} : { onProgress: (progress) => onProgress({ step: 'reading', ...progress }) }),
  });
  // What an interrupted refresh left, or another version of the weighing: no batch was read for it.
  await weigh();
  return { ...read, groupsWeighed };
}

async function weighStale(ledger: Ledger, { version, load }: GroupWeigher, { onProgress, signal }: RefreshOptions): Promise<number> {
  const stale = await ledger.groupsToWeigh(version);
  if (stale.length === 0) return 0;
  const weigh = await load();
  let groupsDone = 0;
  for (const transaction of groupBatches(stale, entriesPerTransaction)) {
    if (signal?.aborted === true) break;
    await storeWeighings(ledger, version, transaction, weigh);
    groupsDone += transaction.length;
    onProgress?.({ step: 'weighing', groupsDone, groups: stale.length });
  }
  return groupsDone;
}
