import type { DuckDBConnection } from '@duckdb/node-api';
import { assertExists } from '../../base/assert.ts';
import type { ChainId, SessionId } from '../../call/entry.ts';
import type { GroupId } from '../../call/session-group.ts';
import { NameBook } from './name-book.ts';
import type { SourceName } from '../../call/source-name.ts';
import { SessionGroups } from './session-groups.ts';

export interface BookedSession {
  readonly number: number;
  readonly id: SessionId;
  readonly source: SourceName;
}

/** The small numbers that stand for sessions, chains, files and packs within the ledger, and the next free ones. */
export class NumberBook {
  readonly groups = new SessionGroups();
  /** The group that each session was last weighed in, by numbers. */
  readonly #weighedIn = new Map<number, number>();
  /** How many entries each session has. */
  readonly #entries = new Map<number, number>();
  readonly #sessions = new Map<SessionId, BookedSession>();
  readonly #sessionOf = new Map<number, BookedSession>();
  readonly #chains = new Map<number, Map<ChainId, number>>();
  readonly #chainNames = new Map<number, ChainId>();
  readonly #files = new Map<string, number>();
  readonly #storedFiles = new Set<number>();
  /** Whether there are any: mostly nothing ever goes wrong, and then there is nothing to look through. */
  hasSkippedLines = false;
  hasIgnoredFiles = false;
  #names: Promise<NameBook> | undefined;
  readonly #paths = new Map<number, string>();
  #lastSession = 0;
  #lastChain = 0;
  #lastFile = 0;
  #lastEntry = 0;
  #lastPack = 0;
  #lastBatch = 0;

  static async load(connection: DuckDBConnection): Promise<NumberBook> {
    const book = new NumberBook();
    const sessions = await connection.runAndReadAll('SELECT number, id, source, "group", parent_session, weighed_group FROM session');
    for (const [number, id, source, group, parent, weighed] of sessions.getRows()) {
      book.#bookSession({ number: number as number, id: id as SessionId, source: source as SourceName });
      book.groups.add(number as number, id as SessionId, group as number);
      if (weighed !== null) book.#weighedIn.set(number as number, weighed as number);
      if (parent !== null) book.groups.setParent(number as number, parent as SessionId);
    }
    const entries = await connection.runAndReadAll('SELECT session, sum(entries)::INTEGER FROM entry_pack GROUP BY session');
    for (const [session, count] of entries.getRows()) book.#entries.set(session as number, count as number);
    const chains = await connection.runAndReadAll('SELECT number, session, chain FROM chain');
    for (const [number, session, chain] of chains.getRows()) book.#bookChain(number as number, session as number, chain as ChainId);
    const files = await connection.runAndReadAll('SELECT number, path FROM file');
    for (const [number, path] of files.getRows()) {
      book.#bookFile(number as number, path as string);
      book.#storedFiles.add(number as number);
    }
    const last = await connection.runAndReadAll(
      `SELECT (SELECT max(number) FROM session), (SELECT max(number) FROM chain), (SELECT max(number) FROM file),
         (SELECT max(last_entry) FROM entry_pack), (SELECT max(number) FROM entry_pack), (SELECT max(batch) FROM entry_pack),
         (SELECT max(changed) FROM session), (SELECT count(*) FROM skipped), (SELECT count(*) FROM ignored_file)`,
    );
    const [session, chain, file, entry, pack, batch, changed, skipped, ignored] = (last.getRows()[0] ?? []).map((value) =>
      Number(value ?? 0),
    );
    book.#lastSession = session ?? 0;
    book.#lastChain = chain ?? 0;
    book.#lastFile = file ?? 0;
    book.#lastEntry = entry ?? 0;
    book.#lastPack = pack ?? 0;
    book.#lastBatch = Math.max(batch ?? 0, changed ?? 0);
    book.hasSkippedLines = (skipped ?? 0) > 0;
    book.hasIgnoredFiles = (ignored ?? 0) > 0;
    return book;
  }

  /** Number of a session; `onNew` is told when it gets one. */
  session(id: SessionId, source: SourceName, onNew: (session: BookedSession) => void): number {
    const known = this.#sessions.get(id);
    if (known !== undefined) return known.number;
    const session = { number: ++this.#lastSession, id, source };
    this.#bookSession(session);
    this.groups.add(session.number, id, session.number);
    onNew(session);
    return session.number;
  }

  chain(session: number, chain: ChainId, onNew: (number: number) => void): number {
    const known = this.#chains.get(session)?.get(chain);
    if (known !== undefined) return known;
    const number = ++this.#lastChain;
    this.#bookChain(number, session, chain);
    onNew(number);
    return number;
  }

  file(path: string): number {
    const known = this.#files.get(path);
    if (known !== undefined) return known;
    const number = ++this.#lastFile;
    this.#bookFile(number, path);
    return number;
  }

  /** Whether the ledger has a record of a file. */
  hasRecord(file: number): boolean {
    return this.#storedFiles.has(file);
  }

  noteRecord(file: number): void {
    this.#storedFiles.add(file);
  }

  existingSession(id: SessionId | GroupId): number {
    return assertExists(this.#sessions.get(id as SessionId), `the ledger has no session ${id}`).number;
  }

  existingChain(session: number, chain: ChainId): number {
    return assertExists(this.#chains.get(session)?.get(chain), `session number ${session} has no chain ${chain}`);
  }

  addEntries(session: number, count: number): void {
    this.#entries.set(session, (this.#entries.get(session) ?? 0) + count);
  }

  entriesOf(group: number): number {
    return this.groups.membersOf(group).reduce((sum, session) => sum + (this.#entries.get(session) ?? 0), 0);
  }

  /** Groups in which sessions that now stand in these groups were weighed. */
  weighedBefore(groups: readonly number[]): ReadonlySet<number> {
    const before = new Set<number>();
    for (const group of groups) {
      for (const session of this.groups.membersOf(group)) {
        const weighedIn = this.#weighedIn.get(session);
        if (weighedIn !== undefined) before.add(weighedIn);
      }
    }
    return before;
  }

  noteWeighed(groups: readonly number[]): void {
    for (const group of groups) for (const session of this.groups.membersOf(group)) this.#weighedIn.set(session, group);
  }

  /** Names of the Tokens screen's roll-up; read when first asked for. */
  names(connection: DuckDBConnection): Promise<NameBook> {
    this.#names ??= NameBook.load(connection);
    return this.#names;
  }

  sessionNumbered(number: number): BookedSession {
    return assertExists(this.#sessionOf.get(number), `the ledger has no session number ${number}`);
  }

  groupNumbered(number: number): GroupId {
    return this.sessionNumbered(number).id as string as GroupId;
  }

  readonly chainName = (number: number): ChainId => assertExists(this.#chainNames.get(number), `the ledger has no chain number ${number}`);

  /** Empty for a file of which reading broke off. */
  readonly filePath = (number: number): string => this.#paths.get(number) ?? '';

  nextEntry(): number {
    return ++this.#lastEntry;
  }

  nextPack(): number {
    return ++this.#lastPack;
  }

  nextBatch(): number {
    return ++this.#lastBatch;
  }

  #bookSession(session: BookedSession): void {
    this.#sessions.set(session.id, session);
    this.#sessionOf.set(session.number, session);
  }

  #bookChain(number: number, session: number, chain: ChainId): void {
    this.#chainNames.set(number, chain);
    const chains = this.#chains.get(session);
    if (chains === undefined) this.#chains.set(session, new Map([[chain, number]]));
    else chains.set(chain, number);
  }

  #bookFile(number: number, path: string): void {
    this.#files.set(path, number);
    this.#paths.set(number, path);
  }
}
