import { openTare, type PlaceOptions } from './open-ledger.ts';
import { ProgressLine } from './progress-line.ts';
import type { RefreshReport } from './refresh.ts';
import type { TareService } from './tare-service.ts';
import type { Counting } from './weighing-tools.ts';
import type { World } from './world.ts';

/** The ledger, brought up to date. */
export interface OpenedTare extends TareService {
  readonly refreshed: RefreshReport;
}

/** Which transcripts a command is about, and how they are counted. */
export interface ReadingOptions extends PlaceOptions {
  readonly exact?: true;
}

export const countingOf = ({ exact }: ReadingOptions): Counting => (exact === true ? 'exact' : 'learned');

/** Opens the ledger, reads what is new with a progress line, hands it over, and closes it whatever happens. */
export async function withTare(world: World, options: ReadingOptions, use: (tare: OpenedTare) => Promise<void>): Promise<void> {
  const service = await openTare(world, options);
  try {
    const progress = new ProgressLine(world);
    const refreshed = await service.refresh({ counting: countingOf(options), onProgress: (step) => progress.show(step) });
    progress.done();
    if (world.signal.aborted) {
      world.writeError('Interrupted. What was read is kept; the next run goes on from there.\n');
      return;
    }
    await use({ ...service, refreshed });
  } finally {
    await service.close();
  }
}
