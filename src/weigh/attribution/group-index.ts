import { mainChain, type CallKey, type Entry, type EntryKey, type SessionEntry, type SessionId } from '../../call/entry.ts';
import type { RunId } from '../../call/run-id.ts';
import type { ToolCallId } from '../../call/segment.ts';
import type { SessionGroup } from '../../call/session-group.ts';
import { mergeCalls, type MergedCall } from './merged-call.ts';

const runIdOf = (entry: Pick<Entry, 'session' | 'chain'>): RunId => `${entry.session}/${entry.chain}` as RunId;

/** What attribution looks up in a group: entries by key, merged calls, and the entries of each run in order. */
export interface GroupIndex {
  readonly group: SessionGroup;
  /** Index in the group's entries. */
  readonly order: ReadonlyMap<EntryKey, number>;
  readonly calls: ReadonlyMap<CallKey, MergedCall>;
  readonly runs: ReadonlyMap<RunId, readonly Entry[]>;
  /** Entries that hold the result of a tool call. */
  readonly results: ReadonlyMap<ToolCallId, readonly Entry[]>;
  /** For a session that was forked from another: the last entry of that one when the fork was made. */
  readonly forkedAt: ReadonlyMap<SessionId, EntryKey>;
  /** For the first entry that a compaction kept as it was: that compaction. */
  readonly keptBy: ReadonlyMap<EntryKey, EntryKey>;
  /** Within one run: the entry before it. */
  readonly previous: ReadonlyMap<EntryKey, EntryKey>;
}

export function indexGroup(group: SessionGroup): GroupIndex {
  const order = new Map<EntryKey, number>();
  const runs = new Map<RunId, Entry[]>();
  const results = new Map<ToolCallId, Entry[]>();
  const keptBy = new Map<EntryKey, EntryKey>();
  const previous = new Map<EntryKey, EntryKey>();
  for (const [index, entry] of group.entries.entries()) {
    order.set(entry.key, index);
    const id = runIdOf(entry);
    let run = runs.get(id);
    if (run === undefined) runs.set(id, (run = []));
    const before = run.at(-1);
    if (before !== undefined) previous.set(entry.key, before.key);
    run.push(entry);
    if (entry.type === 'compaction' && entry.keptFrom !== undefined) keptBy.set(entry.keptFrom, entry.key);
    if (entry.type !== 'input') continue;
    for (const segment of entry.segments) {
      const call = segment.kind === 'tool-result' ? segment.tool?.call : undefined;
      if (call === undefined) continue;
      const held = results.get(call);
      if (held === undefined) results.set(call, [entry]);
      else if (held.at(-1) !== entry) held.push(entry);
    }
  }
  return { group, order, calls: mergeCalls(group.entries), runs, results, forkedAt: findForks(group, runs), keptBy, previous };
}

function findForks(group: SessionGroup, runs: ReadonlyMap<RunId, readonly Entry[]>): Map<SessionId, EntryKey> {
  const forks = new Map<SessionId, EntryKey>();
  for (const entry of group.entries) {
    if (entry.type !== 'session' || entry.chain !== mainChain || forks.has(entry.session)) continue;
    const tip = tipAtFork(entry, runs);
    if (tip !== undefined) forks.set(entry.session, tip);
  }
  return forks;
}

function tipAtFork({ parentSession, time }: SessionEntry, runs: ReadonlyMap<RunId, readonly Entry[]>): EntryKey | undefined {
  if (parentSession === undefined || time === undefined) return undefined;
  const before = runs.get(runIdOf({ session: parentSession, chain: mainChain })) ?? [];
  return before.findLast((entry) => entry.time !== undefined && entry.time <= time)?.key;
}
