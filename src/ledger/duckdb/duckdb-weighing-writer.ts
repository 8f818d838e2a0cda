import type { DuckDBConnection } from '@duckdb/node-api';
import { assert } from '../../base/assert.ts';
import type { Tokens } from '../../base/units.ts';
import type { CallKey } from '../../call/entry.ts';
import type { RunId } from '../../call/run-id.ts';
import { sizeOf, type HeldSegment } from '../../call/held-run.ts';
import type { SegmentId } from '../../call/segment.ts';
import type { GroupId, SessionGroup } from '../../call/session-group.ts';
import type { WeighedCall, Weighing } from '../../call/weighing.ts';
import { rollUpFinding } from '../finding-rollup.ts';
import { icicleRollup } from '../icicle-rollup.ts';
import { callsByRun, rollUp } from '../rollup.ts';
import type { WeighingWriter } from '../weighing-writer.ts';
import { rollback, type DuckdbFile } from './duckdb-file.ts';
import type { FreshEntries } from './fresh-entries.ts';
import { readGroupsOf } from './group-reader.ts';
import { appendIcicle, openIcicleAppenders, type IcicleAppenders } from './icicle-tables.ts';
import type { NameBook } from './name-book.ts';
import type { NumberBook } from './number-book.ts';
import { appendNewChain } from './reading-rows.ts';
import { runPlaces } from './run-places.ts';
import { weighedTables } from './weighed-tables.ts';
import {
  appendCall,
  appendFinding,
  appendFindingRollup,
  appendLoss,
  appendRollup,
  openWeighingAppenders,
  type Place,
  type WeighingAppenders,
} from './weighing-rows.ts';

export interface WeighingSurroundings {
  readonly file: DuckdbFile;
  readonly fresh: FreshEntries;
  /** What the weighings depend on besides the entries. */
  readonly version: string;
  readonly loadBook: () => Promise<NumberBook>;
  /** Weighings of these groups were stored. */
  readonly onWeighed: (groups: readonly number[]) => void;
  /** Numbers given out meanwhile were never stored. */
  readonly onRollback: () => void;
}

interface WeighingParts extends WeighingSurroundings {
  readonly book: NumberBook;
  readonly appenders: WeighingAppenders;
  readonly icicle: IcicleAppenders;
  readonly names: NameBook;
  readonly release: () => void;
}

/** A transaction that replaces weighings. */
export class DuckdbWeighingWriter implements WeighingWriter {
  readonly #parts: WeighingParts;
  readonly #groups: number[] = [];
  #open = true;

  private constructor(parts: WeighingParts) {
    this.#parts = parts;
  }

  static async open(surroundings: WeighingSurroundings): Promise<DuckdbWeighingWriter> {
    const release = await surroundings.file.lockWriter();
    try {
      const book = await surroundings.loadBook();
      await surroundings.file.writer.run('BEGIN');
      const appenders = await openWeighingAppenders(surroundings.file.writer);
      const icicle = await openIcicleAppenders(surroundings.file.writer);
      const names = await book.names(surroundings.file.writer);
      return new DuckdbWeighingWriter({ ...surroundings, book, appenders, icicle, names, release });
    } catch (error) {
      release();
      throw error;
    }
  }

  async readGroups(ids: readonly GroupId[]): Promise<readonly SessionGroup[]> {
    if (ids.length === 0) return [];
    const { file, book, fresh } = this.#parts;
    const numbers = ids.map((id) => book.existingSession(id));
    await removeWeighed(file.writer, book.weighedBefore(numbers));
    for (const number of numbers) this.#groups.push(number);
    return readGroupsOf(file.writer, book, numbers, fresh);
  }

  store(weighing: Weighing): void {
    const { appenders, book } = this.#parts;
    const group = book.existingSession(weighing.group);
    const placeOf = runPlaces(weighing, book, (session, chain) =>
      book.chain(session, chain, (number) => appendNewChain(appenders.chain, { number, session, chain })),
    );
    for (const call of weighing.calls) appendCall(appenders, placeOf(call.run), call);
    for (const loss of weighing.losses) appendLoss(appenders, placeOf(loss.run), loss);
    for (const row of rollUp(weighing)) appendRollup(appenders, placeOf(row.run), row);
    for (const run of icicleRollup(weighing)) appendIcicle(this.#parts.icicle, this.#parts.names, placeOf(run.run), run);
    this.#storeFindings(group, weighing, placeOf);
  }

  async commit(): Promise<void> {
    assert(this.#open, 'weighings were committed twice');
    const { file, book, version, release } = this.#parts;
    try {
      this.#eachAppender((appender) => appender.close());
      if (this.#groups.length > 0) {
        await file.writer.run(
          `UPDATE session SET weighed = changed, weighed_version = $version, weighed_group = "group" WHERE "group" IN (${this.#groups.join(', ')})`,
          { version },
        );
      }
      await file.writer.run('COMMIT');
      book.noteWeighed(this.#groups);
      this.#parts.onWeighed(this.#groups);
      this.#open = false;
      release();
    } catch (error) {
      await this.rollback();
      throw error;
    }
  }

  async rollback(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    const { file, release, onRollback } = this.#parts;
    try {
      this.#eachAppender((appender) => appender.abandon());
    } finally {
      await rollback(file.writer);
      onRollback();
      release();
    }
  }

  #storeFindings(group: number, weighing: Weighing, placeOf: (run: RunId) => Place): void {
    if (weighing.findings.length === 0) return;
    const { appenders, book } = this.#parts;
    const runs = callsByRun(weighing.calls);
    const calls = new Map<CallKey, WeighedCall>(weighing.calls.map((call) => [call.key, call]));
    const sizes = sizesOf(weighing);
    for (const [number, finding] of weighing.findings.entries()) {
      appendFinding(appenders, group, number, book.existingSession(finding.session), finding, sizes);
      for (const row of rollUpFinding(finding, runs, calls)) appendFindingRollup(appenders, placeOf(row.run), row);
    }
  }

  #eachAppender(use: (appender: { close(): void; abandon(): void }) => void): void {
    const { appenders, icicle } = this.#parts;
    for (const appender of [...Object.values(appenders), ...Object.values(icicle)]) use(appender);
  }
}

/** Largest size of each segment that a finding rests on: it may have lived in several runs. */
function sizesOf({ held, findings }: Weighing): ReadonlyMap<SegmentId, Tokens> {
  const named = new Set(findings.flatMap(({ segments }) => segments));
  const sizes = new Map<SegmentId, Tokens>();
  for (const run of held) {
    for (let number = 0; number < run.segments.length; number++) {
      const { id } = run.segments[number] as HeldSegment;
      if (!named.has(id)) continue;
      const size = sizeOf(run, number);
      if (size > (sizes.get(id) ?? -1)) sizes.set(id, size);
    }
  }
  return sizes;
}

async function removeWeighed(connection: DuckDBConnection, stale: ReadonlySet<number>): Promise<void> {
  if (stale.size === 0) return;
  for (const table of weighedTables) await connection.run(`DELETE FROM ${table} WHERE "group" IN (${[...stale].join(', ')})`);
}
