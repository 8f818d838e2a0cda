import { assert } from '../../base/assert.ts';
import type { ChainId, Entry, EntryKey, SessionId } from '../../call/entry.ts';
import { entryFormatVersion } from '../../call/format-version.ts';
import type { SkippedLine } from '../../call/skipped-line.ts';
import type { SourceName } from '../../call/source-name.ts';
import type { BatchWriter } from '../batch-writer.ts';
import type { FileRecord, IgnoredFile } from '../file-record.ts';
import { hashOfKey } from '../key-hash.ts';
import { ColumnAppender } from './column-appender.ts';
import { rollback, type DuckdbFile } from './duckdb-file.ts';
import type { EntryIndex } from './entry-index.ts';
import type { FreshEntries } from './fresh-entries.ts';
import type { Forgotten } from './forgotten.ts';
import type { BookedSession, NumberBook } from './number-book.ts';
import { appendPack, openPackAppenders, type OpenPack, type PackAppenders } from './open-pack.ts';
import { appendFile, appendIgnored, appendNewChain, appendNewSession, appendSkipped } from './reading-rows.ts';
import { BatchSettling, type SettledBatch } from './settle-batch.ts';
import { chainColumns, fileColumns, ignoredFileColumns, sessionColumns, skippedColumns } from './table-columns.ts';
import { updateSessions } from './update-sessions.ts';

export interface BatchSurroundings {
  readonly file: DuckdbFile;
  readonly fresh: FreshEntries;
  readonly loadBook: () => Promise<NumberBook>;
  readonly loadIndex: () => Promise<EntryIndex>;
  readonly loadForgotten: () => Promise<Forgotten>;
  /** Sessions that changed, or whose group did, were stored. */
  readonly onChanged: (sessions: Iterable<number>, book: NumberBook) => void;
  /** Numbers given out meanwhile were never stored. */
  readonly onRollback: () => void;
}

interface BatchParts extends BatchSurroundings {
  readonly book: NumberBook;
  readonly index: EntryIndex;
  readonly forgotten: Forgotten;
  readonly release: () => void;
}

/** Where an entry stands, by the names it gives and by numbers. */
interface EntryPlace {
  readonly id: SessionId;
  readonly name: ChainId;
  readonly path: string;
  readonly session: number;
  readonly chain: number;
  readonly file: number;
}

/** A batch longer than this is not kept in memory: it is stored in parts, in the same transaction. */
const mostKept = 25_000;
/** Entries of a pack: few enough that a look into one is cheap, and a view over many stays small in memory. */
const mostInPack = 64;

/** A transaction of the ledger that is being filled. */
export class DuckdbBatchWriter implements BatchWriter {
  readonly #parts: BatchParts;
  readonly #batch: number;
  readonly #settling: BatchSettling;
  #appenders: PackAppenders;
  /** Packs that are not stored, and the one of each session that is being filled. */
  #held: OpenPack[] = [];
  readonly #filling = new Map<number, OpenPack>();
  #heldEntries = 0;
  #isSpilt = false;
  readonly #collisions = new Set<number>();
  readonly #newSessions = new Map<number, BookedSession>();
  readonly #newChains = new Map<number, { readonly session: number; readonly chain: ChainId }>();
  readonly #records = new Map<string, FileRecord>();
  readonly #ignored: IgnoredFile[] = [];
  readonly #restarted = new Set<string>();
  readonly #skipped: SkippedLine[] = [];
  /** Keys of the file that is being read: a parent among them needs no look-up later. */
  readonly #keysOfFile = new Set<EntryKey>();
  #lastPlace: EntryPlace | undefined;
  #size = 0;
  #open = true;

  private constructor(parts: BatchParts, appenders: PackAppenders) {
    this.#parts = parts;
    this.#appenders = appenders;
    this.#batch = parts.book.nextBatch();
    this.#settling = new BatchSettling(parts.file.writer, parts.book, parts.index);
  }

  static async open(surroundings: BatchSurroundings): Promise<DuckdbBatchWriter> {
    const { file, loadBook, loadIndex, loadForgotten } = surroundings;
    const release = await file.lockWriter();
    try {
      const book = await loadBook();
      const index = await loadIndex();
      const forgotten = await loadForgotten();
      await file.writer.run('BEGIN');
      return new DuckdbBatchWriter({ ...surroundings, book, index, forgotten, release }, await openPackAppenders(file.writer));
    } catch (error) {
      release();
      throw error;
    }
  }

  get size(): number {
    return this.#size;
  }

  startFile(path: string, restart: boolean): void {
    this.#keysOfFile.clear();
    if (restart) this.#restarted.add(path);
  }

  entry(entry: Entry): void {
    this.take(entry, entryFormatVersion);
  }

  /** Takes an entry that was read with some version of the entry format. */
  take(entry: Entry, format: number): void {
    assert(this.#open, 'an entry came after its batch was closed');
    const { book, index, forgotten } = this.#parts;
    if (forgotten.has(entry)) return;
    this.#size++;
    const { key, parent } = entry;
    const { session, chain, file } = this.#placeOf(entry);
    const pack = this.#packFor(session, format);
    book.addEntries(session, 1);
    const hash = hashOfKey(key);
    if (index.keys.has(hash)) this.#collisions.add(hash);
    index.keys.add(hash, pack.number);
    pack.entries.push({
      number: book.nextEntry(),
      entry,
      chain,
      file,
      key: hash,
      isForeign: parent !== 'previous' && parent !== 'root' && !this.#keysOfFile.has(parent),
    });
    this.#keysOfFile.add(key);
    if (++this.#heldEntries > mostKept) this.#spill();
  }

  skipped(line: SkippedLine): void {
    this.#size++;
    this.#skipped.push(line);
  }

  endFile(record: FileRecord): void {
    this.#keysOfFile.clear();
    this.#records.set(record.path, record);
  }

  ignoreFile(file: IgnoredFile): void {
    this.#ignored.push(file);
  }

  /** `drop`: a table that goes in the same transaction, because the batch holds what it held. */
  async commit({ drop }: { readonly drop?: string } = {}): Promise<void> {
    assert(this.#open, 'a batch was committed twice');
    const { file, book, fresh, release, onChanged } = this.#parts;
    try {
      const settled = await this.#settle();
      await this.#store(settled);
      await this.#writeSkipped();
      await this.#writeIgnored();
      if (drop !== undefined) await file.writer.run(`DROP TABLE ${drop}`);
      await file.writer.run('COMMIT');
      this.#open = false;
      for (const { session } of settled.rewritten) fresh.drop(session);
      this.#keepFresh(fresh);
      onChanged(settled.changed.keys(), book);
      release();
    } catch (error) {
      await this.rollback();
      throw error;
    }
  }

  #keepFresh(fresh: FreshEntries): void {
    if (this.#isSpilt) {
      // Which sessions the parts told of is not known any more: what is fresh of them may no longer be all.
      fresh.clear();
      return;
    }
    const begun = new Set<number>();
    for (const { session, entries } of this.#held) {
      fresh.add(session, entries, this.#newSessions.has(session) && !begun.has(session));
      begun.add(session);
    }
  }

  async rollback(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    try {
      for (const appender of Object.values(this.#appenders)) (appender as ColumnAppender<never>).abandon();
    } finally {
      await rollback(this.#parts.file.writer);
      this.#parts.onRollback();
      this.#parts.release();
    }
  }

  #packFor(session: number, format: number): OpenPack {
    const filling = this.#filling.get(session);
    if (filling !== undefined && filling.format === format && filling.entries.length < mostInPack) return filling;
    const pack: OpenPack = { number: this.#parts.book.nextPack(), session, batch: this.#batch, format, entries: [] };
    this.#parts.index.addPack(pack.number, session);
    this.#filling.set(session, pack);
    this.#held.push(pack);
    return pack;
  }

  /** Stores what is held, so that memory does not grow with the batch. */
  #spill(): void {
    this.#settling.link(this.#held);
    for (const pack of this.#held) appendPack(this.#appenders, pack);
    this.#held = [];
    this.#filling.clear();
    this.#heldEntries = 0;
    this.#isSpilt = true;
  }

  async #settle(): Promise<SettledBatch> {
    if (this.#isSpilt) {
      this.#closeAppenders();
      this.#appenders = await openPackAppenders(this.#parts.file.writer);
    }
    for (const session of this.#newSessions.keys()) this.#settling.touch(session);
    return this.#settling.settle(this.#held, this.#collisions, (session) => !this.#isSpilt && this.#newSessions.has(session));
  }

  async #store({ rewritten, changed }: SettledBatch): Promise<void> {
    const { file, book } = this.#parts;
    const old = Array.from(changed, ([number, facts]) => ({ number, facts, group: book.groups.of(number) })).filter(
      ({ number }) => !this.#newSessions.has(number),
    );
    await updateSessions(file.writer, old, this.#batch, (chain) => this.#newChains.has(chain));
    for (const pack of [...this.#held, ...rewritten]) appendPack(this.#appenders, pack);
    this.#closeAppenders();
    const sessions = await ColumnAppender.open(file.writer, 'session', sessionColumns);
    for (const [number, session] of this.#newSessions) {
      const facts = changed.get(number) ?? { chains: new Map(), isTold: false };
      appendNewSession(sessions, { ...session, batch: this.#batch, group: book.groups.of(number), facts });
    }
    sessions.close();
    const chains = await ColumnAppender.open(file.writer, 'chain', chainColumns);
    for (const [number, { session, chain }] of this.#newChains) {
      appendNewChain(chains, { number, session, chain }, changed.get(session)?.chains.get(number));
    }
    chains.close();
    await this.#writeFiles();
  }

  /** Entries mostly follow others of the same place. */
  #placeOf({ session: id, source, chain: name, location: { file: path } }: Entry): EntryPlace {
    const last = this.#lastPlace;
    if (last !== undefined && id === last.id && name === last.name && path === last.path) return last;
    const session = this.#sessionNumber(id, source);
    const place = { id, name, path, session, chain: this.#chainNumber(session, name), file: this.#parts.book.file(path) };
    this.#lastPlace = place;
    return place;
  }

  #sessionNumber(id: SessionId, source: SourceName): number {
    return this.#parts.book.session(id, source, (session) => this.#newSessions.set(session.number, session));
  }

  #chainNumber(session: number, chain: ChainId): number {
    return this.#parts.book.chain(session, chain, (number) => this.#newChains.set(number, { session, chain }));
  }

  async #writeFiles(): Promise<void> {
    if (this.#records.size === 0) return;
    const { file, book } = this.#parts;
    const known = [...this.#records.keys()].map((path) => book.file(path)).filter((number) => book.hasRecord(number));
    if (known.length > 0) await file.writer.run(`DELETE FROM file WHERE number IN (${known.join(', ')})`);
    const files = await ColumnAppender.open(file.writer, 'file', fileColumns);
    for (const record of this.#records.values()) {
      const number = book.file(record.path);
      appendFile(files, number, record);
      book.noteRecord(number);
    }
    files.close();
  }

  #closeAppenders(): void {
    for (const appender of Object.values(this.#appenders)) (appender as ColumnAppender<never>).close();
  }

  async #writeIgnored(): Promise<void> {
    const connection = this.#parts.file.writer;
    const paths = [...this.#ignored.map((file) => file.path), ...this.#records.keys()];
    if (paths.length === 0) return;
    if (this.#parts.book.hasIgnoredFiles)
      await connection.run(`DELETE FROM ignored_file WHERE list_contains(from_json($paths, '["VARCHAR"]'), path)`, {
        paths: JSON.stringify(paths),
      });
    if (this.#ignored.length === 0) return;
    this.#parts.book.hasIgnoredFiles = true;
    const appender = await ColumnAppender.open(connection, 'ignored_file', ignoredFileColumns);
    for (const file of this.#ignored) appendIgnored(appender, file);
    appender.close();
  }

  async #writeSkipped(): Promise<void> {
    const connection = this.#parts.file.writer;
    const again = [...this.#restarted];
    const readable = [...this.#records.keys()];
    if (again.length + readable.length > 0 && this.#parts.book.hasSkippedLines) {
      await connection.run(
        `DELETE FROM skipped WHERE list_contains(from_json($again, '["VARCHAR"]'), file)
           OR (reason = 'unreadable-file' AND list_contains(from_json($readable, '["VARCHAR"]'), file))`,
        { again: JSON.stringify(again), readable: JSON.stringify(readable) },
      );
    }
    if (this.#skipped.length === 0) return;
    this.#parts.book.hasSkippedLines = true;
    await connection.run('CREATE OR REPLACE TEMP TABLE incoming_skipped (file VARCHAR, line BIGINT, reason VARCHAR, field VARCHAR)');
    const incoming = await ColumnAppender.open(connection, 'incoming_skipped', skippedColumns);
    for (const line of this.#skipped) appendSkipped(incoming, line);
    incoming.close();
    await connection.run(
      `INSERT INTO skipped SELECT DISTINCT file, line, reason, field FROM incoming_skipped
         ANTI JOIN skipped USING (file, line, reason)`,
    );
  }
}
