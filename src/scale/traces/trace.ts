import { TareError } from '../../base/tare-error.ts';
import type { PrefixBlocks } from '../fleet/request-table.ts';

/** Azure LLM inference CSV, Mooncake JSONL, BurstGPT CSV, or a plain table with named columns. */
export type TraceFormat = 'azure' | 'mooncake' | 'burstgpt' | 'csv' | 'jsonl';

/** Requests of a trace in columns, in order of arrival; seconds count from the first. */
export interface Trace {
  readonly format: TraceFormat;
  readonly arrivals: Float64Array;
  readonly inputTokens: Int32Array;
  readonly outputTokens: Int32Array;
  /** One number a sender or session, from 0; absent where the trace does not say. */
  readonly users: Int32Array | undefined;
  readonly prefixes: PrefixBlocks | undefined;
  /** Rows without a prompt or an answer (failed requests): counted, left out. */
  readonly emptyRows: number;
}

/** No published model takes a longer prompt. */
const mostTokens = 20_000_000;

/** One row as a reader found it. */
export interface TraceRow {
  readonly line: number;
  readonly seconds: number;
  readonly input: number;
  readonly output: number;
  readonly user?: string | undefined;
  readonly blocks?: readonly number[] | undefined;
}

/** Gathers rows into columns and refuses what cannot be. */
export class TraceBuilder {
  readonly #place: string;
  readonly #format: TraceFormat;
  readonly #sort: boolean;
  readonly #rows: TraceRow[] = [];
  #latest = Number.NEGATIVE_INFINITY;
  #emptyRows = 0;

  constructor(options: { readonly place: string; readonly format: TraceFormat; readonly sort: boolean }) {
    this.#place = options.place;
    this.#format = options.format;
    this.#sort = options.sort;
  }

  /** @throws {TareError} `bad-trace` on a time or a count that cannot be, `unsorted-trace` where a row is earlier than the one above */
  add(row: TraceRow): void {
    const at = `${this.#place}:${row.line}`;
    if (!Number.isFinite(row.seconds)) throw bad(at, 'the time cannot be read', 'Give seconds, milliseconds or an ISO date and time.');
    for (const [field, count] of [
      ['input tokens', row.input],
      ['output tokens', row.output],
    ] as const) {
      if (!Number.isInteger(count)) throw bad(at, `${field} is ${count}`, 'Give a whole number of tokens.');
      if (count < 0) throw bad(at, `${field} is negative (${count})`, 'Give a count of at least 1, or take the row out.');
      if (count > mostTokens)
        throw bad(at, `${field} is ${count}, more than any model takes`, `Give at most ${mostTokens}; is the column right?`);
    }
    if (row.seconds < this.#latest && !this.#sort) {
      throw new TareError({
        code: 'unsorted-trace',
        message: `${at}: the request comes before the one above it`,
        hint: 'Sort the file by time, or say `sort: true` beside it.',
      });
    }
    this.#latest = Math.max(this.#latest, row.seconds);
    if (row.input === 0 || row.output === 0) this.#emptyRows++;
    else this.#rows.push(row);
  }

  /** @throws {TareError} `empty-trace` where no row was usable */
  build(blockTokens?: number): Trace {
    const rows = this.#rows;
    if (rows.length === 0) {
      throw new TareError({
        code: 'empty-trace',
        message: `${this.#place} has no request with a prompt and an answer (${this.#emptyRows} empty rows)`,
        hint: 'Give a file with at least one request; see docs/scenario-format.md for the columns.',
      });
    }
    if (this.#sort) rows.sort((left, right) => left.seconds - right.seconds);
    const start = (rows[0] as TraceRow).seconds;
    return {
      format: this.#format,
      arrivals: Float64Array.from(rows, (row) => row.seconds - start),
      inputTokens: Int32Array.from(rows, (row) => row.input),
      outputTokens: Int32Array.from(rows, (row) => row.output),
      users: rows.every((row) => row.user !== undefined) ? numbered(rows) : undefined,
      prefixes: blockTokens === undefined ? undefined : blocksOf(rows, blockTokens),
      emptyRows: this.#emptyRows,
    };
  }
}

const bad = (at: string, what: string, hint: string): TareError => new TareError({ code: 'bad-trace', message: `${at}: ${what}`, hint });

function numbered(rows: readonly TraceRow[]): Int32Array {
  const numbers = new Map<string, number>();
  return Int32Array.from(rows, (row) => {
    const user = row.user as string;
    const known = numbers.get(user);
    if (known !== undefined) return known;
    numbers.set(user, numbers.size);
    return numbers.size - 1;
  });
}

function blocksOf(rows: readonly TraceRow[], blockTokens: number): PrefixBlocks {
  const offsets = new Int32Array(rows.length + 1);
  rows.forEach((row, index) => {
    offsets[index + 1] = (offsets[index] as number) + (row.blocks?.length ?? 0);
  });
  const ids = new Int32Array(offsets[rows.length] as number);
  rows.forEach((row, index) => ids.set(row.blocks ?? [], offsets[index]));
  return { blockTokens, offsets, ids };
}
