import type { DuckDBConnection } from '@duckdb/node-api';
import type { EntryKey } from '../../call/entry.ts';
import { hashOfKey } from '../key-hash.ts';
import type { EntryIndex } from './entry-index.ts';
import type { NumberBook } from './number-book.ts';
import { deletePacks, storedPacks, type OpenPack } from './open-pack.ts';
import { FactGatherer, type SessionFacts } from './session-facts.ts';
import { winnerOf, type Twin } from './twins.ts';

/** What storing a batch comes to besides its packs. */
export interface SettledBatch {
  /** Packs of earlier batches that lost entries; taken out of the file, to be stored anew. */
  readonly rewritten: readonly OpenPack[];
  /** Sessions of which something changed, by number; those that only changed their group have no facts. */
  readonly changed: ReadonlyMap<number, SessionFacts | undefined>;
}

/**
 * Settling merges what a batch brings with what is there: entries with one key become one, and sessions that share
 * context become one group. It asks the file only for packs that hold a key of the batch, and for those of sessions
 * that the batch adds to, so its cost grows with the batch. Runs inside the batch's transaction.
 */
export class BatchSettling {
  readonly #connection: DuckDBConnection;
  readonly #book: NumberBook;
  readonly #index: EntryIndex;
  readonly #changed = new Map<number, SessionFacts | undefined>();
  readonly #rewritten = new Map<number, OpenPack>();
  readonly #touched = new Set<number>();

  constructor(connection: DuckDBConnection, book: NumberBook, index: EntryIndex) {
    this.#connection = connection;
    this.#book = book;
    this.#index = index;
  }

  /**
   * `packs`: what was read and does not stand in the file. `collisions`: hashes of keys that stand at least twice in
   * the batch and the ledger together. `isNew`: no batch before told of the session, and nothing of it stands in the file.
   */
  async settle(packs: readonly OpenPack[], collisions: ReadonlySet<number>, isNew: (session: number) => boolean): Promise<SettledBatch> {
    await this.#mergeTwins(packs, collisions);
    this.link(packs);
    await this.#gatherFacts(packs, isNew);
    return { rewritten: [...this.#rewritten.values()], changed: this.#changed };
  }

  /** A session is new, or may have changed. */
  touch(session: number): void {
    this.#touched.add(session);
  }

  async #mergeTwins(packs: readonly OpenPack[], collisions: ReadonlySet<number>): Promise<void> {
    if (collisions.size === 0) return;
    const held = new Map(packs.map((pack) => [pack.number, pack]));
    const numbers = new Set([...collisions].flatMap((hash) => this.#index.keys.all(hash)));
    const twins = new Map<EntryKey, Twin[]>();
    const take = (pack: OpenPack): void => {
      const { id: session } = this.#book.sessionNumbered(pack.session);
      for (const item of pack.entries) {
        if (!collisions.has(item.key)) continue;
        const known = twins.get(item.entry.key);
        const twin = { pack, held: item, session };
        if (known === undefined) twins.set(item.entry.key, [twin]);
        else known.push(twin);
      }
    };
    const stored = [...numbers].filter((number) => !held.has(number));
    if (stored.length > 0)
      for await (const pack of storedPacks(this.#connection, this.#book, `number IN (${stored.join(', ')})`)) take(pack);
    for (const number of numbers) {
      const pack = held.get(number);
      if (pack !== undefined) take(pack);
    }
    const losers = new Map<OpenPack, Set<Twin['held']>>();
    for (const tellers of twins.values()) if (tellers.length > 1) this.#rank(tellers, losers);
    for (const [pack, lost] of losers) {
      pack.entries = pack.entries.filter((item) => !lost.has(item));
      this.#book.addEntries(pack.session, -lost.size);
      for (const { key } of lost) this.#index.keys.remove(key, pack.number);
      if (held.has(pack.number)) continue;
      this.#rewritten.set(pack.number, pack);
      this.#touched.add(pack.session);
    }
    await deletePacks(this.#connection, [...this.#rewritten.keys()]);
  }

  #rank(tellers: readonly Twin[], losers: Map<OpenPack, Set<Twin['held']>>): void {
    const winner = winnerOf(tellers);
    for (const twin of tellers) {
      if (twin === winner) continue;
      const lost = losers.get(twin.pack);
      if (lost === undefined) losers.set(twin.pack, new Set([twin.held]));
      else lost.add(twin.held);
      this.#join(winner.pack.session, twin.pack.session);
    }
  }

  /** Joins sessions that share context: tellers of the same call, and those that continue an entry of another. */
  link(packs: readonly OpenPack[]): void {
    const index = this.#index;
    for (const { session, entries } of packs) {
      if (entries.length > 0) this.#touched.add(session);
      let call: string | undefined;
      for (const { entry, key, isForeign } of entries) {
        for (const child of index.childrenOf(key) ?? []) this.#join(session, child);
        if (isForeign) {
          const parent = hashOfKey(entry.parent);
          index.addChild(parent, session);
          this.#join(session, index.ownerOf(parent) ?? session);
        }
        if (entry.type !== 'response' || entry.call === call) continue;
        call = entry.call;
        this.#join(session, index.tellerOf(hashOfKey(call), session));
      }
    }
  }

  /** Brings what is known of the sessions up to date with their entries. */
  async #gatherFacts(packs: readonly OpenPack[], isNew: (session: number) => boolean): Promise<void> {
    const gatherers = new Map(Array.from(this.#touched, (session) => [session, new FactGatherer()]));
    const stored = [...this.#touched].filter((session) => !isNew(session));
    if (stored.length > 0) {
      for await (const pack of storedPacks(this.#connection, this.#book, `session IN (${stored.join(', ')})`)) {
        gatherers.get(pack.session)?.take(pack.entries);
      }
    }
    for (const pack of [...packs, ...this.#rewritten.values()]) gatherers.get(pack.session)?.take(pack.entries);
    for (const [session, gatherer] of gatherers) {
      const facts = gatherer.facts();
      this.#changed.set(session, facts);
      if (facts.parentSession !== undefined) this.#book.groups.setParent(session, facts.parentSession);
      for (const relative of this.#book.groups.relativesOf(session, facts.parentSession)) this.#join(session, relative);
    }
  }

  #join(a: number, b: number): void {
    if (a === b) return;
    this.#book.groups.join(a, b, (session) => {
      if (!this.#changed.has(session)) this.#changed.set(session, undefined);
    });
  }
}
