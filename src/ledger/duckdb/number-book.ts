import type { DuckDBConnection } from '@duckdb/node-api';
import { assertExists } from '../../base/assert.ts';
import type { ChainId, SessionId } from '../../call/entry.ts';
import type { GroupId } from '../../call/session-group.ts';
import { NameBook } from './name-book.ts';

/** The small numbers that stand for sessions, chains and files within the ledger, and the next free ones. */
export class NumberBook {
  readonly #sessions = new Map<SessionId, number>();
  readonly #chains = new Map<number, Map<ChainId, number>>();
  readonly #files = new Map<string, number>();
  #names: Promise<NameBook> | undefined;
  #lastSession = 0;
  #lastChain = 0;
  #lastFile = 0;
  #lastEntry = 0;
  #lastBatch = 0;

  static async load(connection: DuckDBConnection): Promise<NumberBook> {
    const book = new NumberBook();
    const sessions = await connection.runAndReadAll('SELECT number, id FROM session');
    for (const [number, id] of sessions.getRows()) book.#sessions.set(id as SessionId, number as number);
    const chains = await connection.runAndReadAll('SELECT number, session, chain FROM chain');
    for (const [number, session, chain] of chains.getRows()) book.#chainsOf(session as number).set(chain as ChainId, number as number);
    const files = await connection.runAndReadAll('SELECT number, path FROM file');
    for (const [number, path] of files.getRows()) book.#files.set(path as string, number as number);
    const last = await connection.runAndReadAll(
      `SELECT (SELECT max(number) FROM session), (SELECT max(number) FROM chain), (SELECT max(number) FROM file),
         (SELECT max(number) FROM entry), (SELECT max(batch) FROM entry),
         (SELECT max(value::BIGINT) FROM fact WHERE name = 'settled-batch')`,
    );
    const [session, chain, file, entry, batch, settled] = last.getRows()[0] ?? [];
    book.#lastSession = Number(session ?? 0);
    book.#lastChain = Number(chain ?? 0);
    book.#lastFile = Number(file ?? 0);
    book.#lastEntry = Number(entry ?? 0);
    book.#lastBatch = Math.max(Number(batch ?? 0), Number(settled ?? 0));
    return book;
  }

  /** Number of a session; `onNew` is told when it gets one. */
  session(id: SessionId, onNew: (number: number) => void): number {
    const known = this.#sessions.get(id);
    if (known !== undefined) return known;
    const number = ++this.#lastSession;
    this.#sessions.set(id, number);
    onNew(number);
    return number;
  }

  chain(session: number, chain: ChainId, onNew: (number: number) => void): number {
    const chains = this.#chainsOf(session);
    const known = chains.get(chain);
    if (known !== undefined) return known;
    const number = ++this.#lastChain;
    chains.set(chain, number);
    onNew(number);
    return number;
  }

  file(path: string): number {
    const known = this.#files.get(path);
    if (known !== undefined) return known;
    const number = ++this.#lastFile;
    this.#files.set(path, number);
    return number;
  }

  existingSession(id: SessionId | GroupId): number {
    return assertExists(this.#sessions.get(id as SessionId), `the ledger has no session ${id}`);
  }

  /** Names of the Tokens screen's roll-up; read when first asked for. */
  names(connection: DuckDBConnection): Promise<NameBook> {
    this.#names ??= NameBook.load(connection);
    return this.#names;
  }

  nextEntry(): number {
    return ++this.#lastEntry;
  }

  nextBatch(): number {
    return ++this.#lastBatch;
  }

  #chainsOf(session: number): Map<ChainId, number> {
    let chains = this.#chains.get(session);
    if (chains === undefined) {
      chains = new Map();
      this.#chains.set(session, chains);
    }
    return chains;
  }
}
