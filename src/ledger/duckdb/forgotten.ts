import type { DuckDBConnection } from '@duckdb/node-api';
import type { Entry } from '../../call/entry.ts';

interface Rule {
  readonly session: string | null;
  readonly since: number;
  readonly until: number;
  readonly always: boolean;
}

/** What `tare forget` removed: a reading that finds it again must leave it out. */
export class Forgotten {
  readonly #rules: readonly Rule[];

  private constructor(rules: readonly Rule[]) {
    this.#rules = rules;
  }

  static async load(connection: DuckDBConnection): Promise<Forgotten> {
    const result = await connection.runAndReadAll('SELECT session, since::DOUBLE, until::DOUBLE FROM forgotten');
    return new Forgotten(
      result.getRows().map(([session, since, until]) => ({
        session: session as string | null,
        since: (since as number | null) ?? Number.NEGATIVE_INFINITY,
        until: (until as number | null) ?? Number.POSITIVE_INFINITY,
        always: since === null && until === null,
      })),
    );
  }

  has(entry: Entry): boolean {
    if (this.#rules.length === 0) return false;
    const { session, time } = entry;
    return this.#rules.some(
      (rule) =>
        (rule.session === null || rule.session === session) &&
        (rule.always || (time !== undefined && time >= rule.since && time < rule.until)),
    );
  }
}
