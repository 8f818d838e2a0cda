/** A value as a query gives it: whole numbers as numbers (all of Tare's fit 2^53), `null` where unknown. */
export type QueryValue = string | number | boolean | null;

/** One row of an answer, by column name. */
export type QueryRow = Readonly<Record<string, QueryValue>>;

/** Runs SQL over the ledger. Only `ledger/questions/` writes such SQL: one question, one file. */
export interface QueryRunner {
  /** Rows of one `SELECT`. `$name` in the SQL takes its value from `parameters`; a list is passed as JSON text. */
  rows<Row extends QueryRow>(sql: string, parameters?: Readonly<Record<string, QueryValue>>): Promise<readonly Row[]>;
}
