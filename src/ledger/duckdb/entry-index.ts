import type { DuckDBConnection } from '@duckdb/node-api';
import { HashIndex } from './hash-index.ts';

/**
 * Where entries and calls of the whole ledger stand, by hash and in memory, so that a batch is settled in proportion
 * to the batch: what collides with nothing asks the file nothing.
 */
export class EntryIndex {
  /** Packs by the keys of their entries. */
  readonly keys = new HashIndex();
  /** A session that tells of a call, by call. */
  readonly #calls = new HashIndex();
  /** Sessions that continue an entry of another reading, by that entry's key. */
  readonly #children = new Map<number, Set<number>>();
  readonly #sessionOfPack = new Map<number, number>();

  static async load(connection: DuckDBConnection): Promise<EntryIndex> {
    const index = new EntryIndex();
    const packs = await connection.runAndReadAll('SELECT number, session FROM entry_pack');
    for (const [pack, session] of packs.getRows()) index.addPack(pack as number, session as number);
    const stream = await connection.stream(
      'SELECT key::DOUBLE, coalesce(call, -1)::DOUBLE, coalesce(foreign_parent, -1)::DOUBLE, pack FROM entry_key',
    );
    for (;;) {
      const chunk = await stream.fetchChunk();
      if (chunk === null || chunk.rowCount === 0) return index;
      const [keys, calls, parents, packsOf] = chunk.getColumns() as [number[], number[], number[], number[]];
      for (let row = 0; row < keys.length; row++) {
        const pack = packsOf[row] as number;
        const session = index.sessionOf(pack);
        index.keys.add(keys[row] as number, pack);
        if (session === undefined) continue;
        if ((calls[row] as number) >= 0) index.tellerOf(calls[row] as number, session);
        if ((parents[row] as number) >= 0) index.addChild(parents[row] as number, session);
      }
    }
  }

  addPack(pack: number, session: number): void {
    this.#sessionOfPack.set(pack, session);
  }

  sessionOf(pack: number): number | undefined {
    return this.#sessionOfPack.get(pack);
  }

  /** The session that told of a call first; this one, if none did. */
  tellerOf(call: number, session: number): number {
    const known = this.#calls.first(call);
    if (known !== undefined) return known;
    this.#calls.add(call, session);
    return session;
  }

  addChild(parent: number, session: number): void {
    const children = this.#children.get(parent);
    if (children === undefined) this.#children.set(parent, new Set([session]));
    else children.add(session);
  }

  /** Sessions that continue an entry, as far as they do not stand in the same reading of one file. */
  childrenOf(key: number): ReadonlySet<number> | undefined {
    return this.#children.size === 0 ? undefined : this.#children.get(key);
  }

  /** The session that an entry stands in; `undefined` while it has not been read. */
  ownerOf(key: number): number | undefined {
    const pack = this.keys.first(key);
    return pack === undefined ? undefined : this.sessionOf(pack);
  }
}
