/** A value as a query gives it: whole numbers as numbers (all of Tare's fit 2^53), `null` where unknown. */
export type QueryValue = string | number | boolean | null;

/** One row of an answer, by column name. */
export type QueryRow = Readonly<Record<string, QueryValue>>;

/** Reads rows of the ledger. Only `ledger/questions/` writes such SQL: one question, one file. */
export interface RowReader {
  /** Rows of one `SELECT`. `$name` in the SQL takes its value from `parameters`; a list is passed as JSON text. */
  rows<Row extends QueryRow>(sql: string, parameters?: Readonly<Record<string, QueryValue>>): Promise<readonly Row[]>;
}

/** What questions are asked of. */
export interface QueryRunner extends RowReader {
  /**
   * Makes what chains carried (their weights, placements and claims) ready to be asked for: it is written for a group
   * of sessions when somebody first looks. `chains`: by number; all, if none are named.
   */
  carry(chains?: readonly number[]): Promise<void>;
}
