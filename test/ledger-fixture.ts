import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashText } from '../src/base/content-hash.ts';
import type { Bytes, Timestamp, Tokens, Usd } from '../src/base/units.ts';
import { mainChain, type CallKey, type ChainId, type Entry, type EntryKey, type ResponseEntry, type SessionId } from '../src/call/entry.ts';
import { makeResponse } from '../src/call/make-entry.ts';
import type { RunId } from '../src/call/run-id.ts';
import { makeProfile, makeSegment, segmentId, type SegmentId } from '../src/call/segment.ts';
import type { SessionGroup } from '../src/call/session-group.ts';
import { inputOf, makeUsage, sumOf } from '../src/call/usage.ts';
import type { Placement, SegmentWeight, WeighedCall, Weighing } from '../src/call/weighing.ts';
import type { FileRecord } from '../src/ledger/file-record.ts';
import type { Ledger } from '../src/ledger/ledger.ts';
import { heldRuns } from './held-runs.ts';

export const testVersion = 'test-1';

/** A folder that is gone when the process ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tare-test-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface DrawnResponse {
  readonly key: string;
  readonly call?: string;
  readonly session?: string;
  readonly chain?: string;
  readonly parent?: string;
  readonly time?: number;
  readonly file?: string;
  readonly line?: number;
  readonly output?: number;
  readonly read?: number;
}

/** A response with one answer segment; what is not said stands at a plain default. */
export function response(drawn: DrawnResponse): ResponseEntry {
  const key = drawn.key as EntryKey;
  const id = segmentId(key, 0);
  const text = makeProfile(hashText(drawn.key), 7, [1, 2, 3], undefined);
  return makeResponse({
    key,
    source: 'claude-code',
    session: `claude-code:${drawn.session ?? 's1'}` as SessionId,
    chain: (drawn.chain ?? mainChain) as ChainId,
    parent: (drawn.parent ?? 'previous') as EntryKey,
    time: drawn.time as Timestamp | undefined,
    location: { file: drawn.file ?? '/logs/a.jsonl', offset: 0 as Bytes, length: 10 as Bytes, line: drawn.line ?? 1 },
    call: (drawn.call ?? `call-${drawn.key}`) as CallKey,
    origin: 'transcript',
    model: 'model-a',
    usage: makeUsage({ cacheRead: (drawn.read ?? 100) as Tokens, output: (drawn.output ?? 10) as Tokens }),
    segments: [makeSegment({ id, kind: 'answer', part: 'message.content.0.text', text })],
  });
}

export function fileRecord(path: string, over: Partial<FileRecord> = {}): FileRecord {
  return {
    path,
    source: 'claude-code',
    size: 100 as Bytes,
    modified: 1000 as Timestamp,
    offset: 100 as Bytes,
    line: 3,
    headHash: 'abc',
    format: 1,
    ...over,
  };
}

/** Stores entries as one batch, with a record for every file they stand in. */
export async function storeEntries(ledger: Ledger, entries: readonly Entry[]): Promise<void> {
  const batch = await ledger.openBatch();
  for (const file of new Set(entries.map((entry) => entry.location.file))) {
    batch.startFile(file, false);
    for (const entry of entries) if (entry.location.file === file) batch.entry(entry);
    batch.endFile(fileRecord(file));
  }
  await batch.commit();
}

/** The plainest weighing that keeps its promises: calls in order, all input `unseen`, all output the answer's. */
export function plainWeighing(group: SessionGroup): Weighing {
  const merged = new Map<CallKey, ResponseEntry>();
  for (const entry of group.entries) {
    if (entry.type !== 'response') continue;
    const known = merged.get(entry.call);
    if (known === undefined || (sumOf(entry.usage) ?? 0) > (sumOf(known.usage) ?? 0)) {
      merged.set(
        entry.call,
        known === undefined
          ? entry
          : { ...entry, session: known.session, chain: known.chain, ...(known.time === undefined ? {} : { time: known.time }) },
      );
    }
  }
  const nextIndex = new Map<RunId, number>();
  const calls: WeighedCall[] = [];
  const placements: Placement[] = [];
  const weights: SegmentWeight[] = [];
  for (const entry of merged.values()) {
    const run = `${entry.session}/${entry.chain}` as RunId;
    const index = nextIndex.get(run) ?? 0;
    nextIndex.set(run, index + 1);
    const context = inputOf(entry.usage);
    calls.push({
      key: entry.call,
      run,
      index,
      source: entry.source,
      session: entry.session,
      chain: entry.chain,
      ...(entry.time === undefined ? {} : { time: entry.time }),
      ...(entry.model === undefined ? {} : { model: entry.model }),
      turn: 1,
      usage: entry.usage,
      progressOnly: false,
      price: {
        state: 'priced',
        version: 'test',
        logged: 0.5 as Usd,
        reconstructed: 0.5 as Usd,
        usdPerMillion: { uncached: 5, read: 0.5, write5m: 6.25, write1h: 10, writeUnsplit: 6.25, output: 25 },
      },
      ...(context === undefined ? {} : { context }),
    });
    const place = (segment: string, kind: 'unseen' | 'answer', tier: 'read' | 'output', amount: Tokens | undefined): void => {
      if (amount === undefined || amount === 0) return;
      const id = segment as SegmentId;
      placements.push({ segment: id, run, kind, tier, from: index, to: index, position: 0, tokens: amount });
      weights.push({ segment: id, run, kind, tokens: amount, byTier: { [tier]: amount }, calls: 1, firstCall: index, lastCall: index });
    };
    place(`${run}#unseen-${index}`, 'unseen', 'read', context);
    place(entry.segments[0]?.id ?? `${run}#hidden-${index}`, 'answer', 'output', entry.usage.output);
  }
  return { group: group.id, calls, held: heldRuns(calls, placements), placements, weights, losses: [], findings: [] };
}

/** Weighs whatever is stale with {@link plainWeighing}. Returns the groups weighed. */
export async function weighPlainly(ledger: Ledger): Promise<readonly string[]> {
  const stale = await ledger.groupsToWeigh(testVersion);
  const writer = await ledger.openWeighings(testVersion);
  for (const group of await writer.readGroups(stale.map(({ id }) => id))) writer.store(plainWeighing(group));
  await writer.commit();
  return stale.map((group) => group.id);
}

export interface LedgerTotals {
  readonly calls: number;
  readonly read: number;
  readonly output: number;
  readonly placed: number;
  readonly entries: number;
}

export async function totalsOf(ledger: Ledger): Promise<LedgerTotals> {
  const [row] = await ledger.rows<{ calls: number; read: number; output: number; placed: number; entries: number }>(
    `SELECT (SELECT count(*) FROM call) AS calls, (SELECT coalesce(sum(cache_read), 0) FROM call) AS read,
       (SELECT coalesce(sum(output_logged), 0) FROM call) AS output, (SELECT coalesce(sum(tokens), 0) FROM rollup) AS placed,
       (SELECT coalesce(sum(entries), 0) FROM entry_pack) AS entries`,
  );
  return row as LedgerTotals;
}
