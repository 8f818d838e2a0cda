import { openTare, type PlaceOptions } from './open-ledger.ts';
import { ProgressLine } from './progress-line.ts';
import type { RefreshReport } from './refresh.ts';
import type { TareService } from './tare-service.ts';
import type { World } from './world.ts';

/** The ledger, brought up to date. */
export interface OpenedTare extends TareService {
  readonly refreshed: RefreshReport;
}

/** Opens the ledger, reads what is new with a progress line, hands it over, and closes it whatever happens. */
export async function withTare(world: World, options: PlaceOptions, use: (tare: OpenedTare) => Promise<void>): Promise<void> {
  const service = await openTare(world, options);
  try {
    const progress = new ProgressLine(world);
    const refreshed = await service.refresh((step) => progress.show(step));
    progress.done();
    await use({ ...service, refreshed });
  } finally {
    await service.close();
  }
}
