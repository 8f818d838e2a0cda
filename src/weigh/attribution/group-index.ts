import { mainChain, type ChainId, type Entry, type EntryKey, type SessionEntry, type SessionId } from '../../call/entry.ts';
import type { RunId } from '../../call/run-id.ts';
import type { ToolCallId } from '../../call/segment.ts';
import type { SessionGroup } from '../../call/session-group.ts';
import { itemsOf, type ContextItem } from './context-item.ts';
import { isOf, LinkedEntry } from './linked-entry.ts';
import { mergeCalls } from './merged-call.ts';

/** Successive entries of one chain of a session. */
export interface IndexedRun {
  readonly id: RunId;
  readonly entries: readonly LinkedEntry[];
}

/** What attribution looks up in a group: entries joined with each other and with their calls, by run, in order. */
export interface GroupIndex {
  /** In the order in which they first stand in the group. */
  readonly runs: readonly IndexedRun[];
  /** For a session that was forked from another: the last entry of that one when the fork was made. */
  readonly forkedAt: ReadonlyMap<SessionId, LinkedEntry>;
  /** Entries that hold the result of a tool call. */
  readonly resultsOf: (call: ToolCallId) => readonly LinkedEntry[];
}

export function indexGroup(group: SessionGroup): GroupIndex {
  const { entries, sessions } = linkEntries(group.entries);
  mergeCalls(entries);
  let results: ReadonlyMap<ToolCallId, readonly LinkedEntry[]> | undefined;
  return {
    runs: sessions.runs,
    forkedAt: findForks(entries, sessions),
    resultsOf: (call) => (results ??= findResults(entries)).get(call) ?? [],
  };
}

const noItems: readonly ContextItem[] = [];

function linkEntries(entries: readonly Entry[]): { readonly entries: readonly LinkedEntry[]; readonly sessions: Sessions } {
  const sessions = new Sessions();
  const linked: LinkedEntry[] = [];
  const byKey = new Map<EntryKey, LinkedEntry>();
  for (const entry of entries) {
    const run = sessions.runOf(entry.session, entry.chain);
    const items = entry.type === 'input' || entry.type === 'compaction' ? itemsOf(entry.segments) : noItems;
    const link = new LinkedEntry(entry, linked.length, run.entries.at(-1), run.session.turns, items);
    if (entry.type === 'input' && entry.startsTurn && entry.chain === mainChain) run.session.turns++;
    run.entries.push(link);
    linked.push(link);
    byKey.set(entry.key, link);
  }
  for (const link of linked) {
    const { follows } = link;
    if (follows !== 'previous' && follows !== 'root') link.parent = byKey.get(follows);
    if (!isOf(link, 'compaction') || link.entry.keptFrom === undefined) continue;
    link.keptFrom = byKey.get(link.entry.keptFrom);
    if (link.keptFrom !== undefined) link.keptFrom.keptBy = link;
  }
  return { entries: linked, sessions };
}

interface OpenSession {
  readonly runs: Map<ChainId, OpenRun>;
  /** Messages of the person so far. */
  turns: number;
}

interface OpenRun extends IndexedRun {
  readonly entries: LinkedEntry[];
  readonly session: OpenSession;
}

/** Sessions of a group with their runs. */
class Sessions {
  readonly runs: OpenRun[] = [];
  readonly #sessions = new Map<SessionId, OpenSession>();
  #last: OpenRun | undefined;

  runOf(session: SessionId, chain: ChainId): OpenRun {
    const last = this.#last?.entries.at(-1);
    if (this.#last === undefined || last?.session !== session || last.chain !== chain) this.#last = this.#open(session, chain);
    return this.#last;
  }

  entriesOf(session: SessionId, chain: ChainId): readonly LinkedEntry[] {
    return this.#sessions.get(session)?.runs.get(chain)?.entries ?? [];
  }

  #open(id: SessionId, chain: ChainId): OpenRun {
    let session = this.#sessions.get(id);
    if (session === undefined) this.#sessions.set(id, (session = { runs: new Map(), turns: 0 }));
    let run = session.runs.get(chain);
    if (run === undefined) {
      run = { id: `${id}/${chain}` as RunId, entries: [], session };
      session.runs.set(chain, run);
      this.runs.push(run);
    }
    return run;
  }
}

function findForks(entries: readonly LinkedEntry[], sessions: Sessions): Map<SessionId, LinkedEntry> {
  const forks = new Map<SessionId, LinkedEntry>();
  for (const link of entries) {
    if (!isOf(link, 'session') || link.chain !== mainChain || forks.has(link.session)) continue;
    const tip = tipAtFork(link.entry, sessions);
    if (tip !== undefined) forks.set(link.session, tip);
  }
  return forks;
}

function tipAtFork({ parentSession, time }: SessionEntry, sessions: Sessions): LinkedEntry | undefined {
  if (parentSession === undefined || time === undefined) return undefined;
  return sessions.entriesOf(parentSession, mainChain).findLast(({ entry }) => entry.time !== undefined && entry.time <= time);
}

function findResults(entries: readonly LinkedEntry[]): Map<ToolCallId, LinkedEntry[]> {
  const results = new Map<ToolCallId, LinkedEntry[]>();
  for (const link of entries) {
    if (!isOf(link, 'input')) continue;
    for (const segment of link.entry.segments) {
      const call = segment.kind === 'tool-result' ? segment.tool?.call : undefined;
      if (call === undefined) continue;
      const held = results.get(call);
      if (held === undefined) results.set(call, [link]);
      else if (held.at(-1) !== link) held.push(link);
    }
  }
  return results;
}
