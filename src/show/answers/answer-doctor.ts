import { existsSync, realpathSync, statSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import { schemaVersion } from '../../ledger/migrations/migrations.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { priceGaps } from '../../ledger/questions/price-gaps.ts';
import { reading } from '../../ledger/questions/reading.ts';
import { skippedLines } from '../../ledger/questions/skipped-lines.ts';
import type { IngestPlace } from '../../measure/ingest/find-pending.ts';
import type { AttributionTools } from '../../weigh/attribution/attribute-group.ts';
import type { ModelQuality } from '../../weigh/counting-quality.ts';
import type { DoctorAnswer } from './doctor-answer.ts';
import type { Filter } from './filter.ts';

export interface DoctorSurroundings {
  readonly ledger: Ledger;
  readonly places: readonly IngestPlace[];
  readonly program: { readonly version: string; readonly node: string };
  readonly ledgerPath: string;
  readonly holder: DoctorAnswer['ledger']['holder'];
  readonly tools: AttributionTools;
  /** Checks the counting on the sessions within the filter. */
  readonly counting: (filter: Filter) => Promise<readonly ModelQuality[]>;
}

const mostSkippedLines = 200;

/** Bytes of the ledger's file with what is logged ahead of it. */
const bytesOf = (path: string): number =>
  [path, `${path}.wal`].reduce((sum, file) => sum + (existsSync(file) ? statSync(file).size : 0), 0);

function foldersOf(places: readonly IngestPlace[], files: Iterable<string>, { sources }: Filter): DoctorAnswer['sources'] {
  const read = [...files];
  const names = [...new Set(places.map(({ source }) => source.name))].filter((name) => sources?.includes(name) ?? true);
  return names.map((name) => ({
    source: name,
    folders: places
      .filter(({ source }) => source.name === name)
      .map(({ folder }) => {
        const exists = existsSync(folder);
        // Files are known by their real paths, so that one behind a link is not read twice.
        const real = exists ? realpathSync(folder) : resolve(folder);
        const count = read.filter((path) => path.startsWith(`${real}${sep}`) || path === real).length;
        return { path: folder, exists, files: count };
      }),
  }));
}

/**
 * What was found, read and skipped, and how good the counting is. Folders, lines and skipped lines follow the filter's
 * sources only: a line that could not be read has no project, model or time.
 */
export async function answerDoctor(surroundings: DoctorSurroundings, filter: Filter): Promise<DoctorAnswer> {
  const { ledger, places, program, ledgerPath, holder, tools } = surroundings;
  const files = await ledger.files();
  const { lines, skippedLines: skippedTotal } = await reading(ledger, filter);
  const gaps = await priceGaps(ledger, filter);
  return {
    ...program,
    ledger: { path: ledgerPath, bytes: bytesOf(ledgerPath), schema: schemaVersion, holder },
    sources: foldersOf(places, files.keys(), filter),
    skipped: await skippedLines(ledger, filter, mostSkippedLines),
    skippedTotal,
    linesTotal: lines,
    counting: await surroundings.counting(filter),
    coefficients: tools.estimator.version,
    prices: {
      version: tools.prices.version,
      unpriced: gaps.filter(({ state }) => state === 'unpriced').map(({ model, calls }) => ({ model, calls })),
      inferred: gaps
        .filter(({ state }) => state === 'inferred')
        .map(({ model, provider, calls }) => {
          const rates = tools.prices.ratesFor({ model, ...(provider === null ? {} : { provider }) });
          return { model, matched: rates.state === 'unpriced' ? 'unknown' : rates.matched, calls };
        }),
    },
  };
}
