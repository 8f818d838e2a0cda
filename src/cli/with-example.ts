import { fileURLToPath } from 'node:url';
import { allSources } from '../measure/sources/registry.ts';
import { openPlaces, standardPlaces, type PlaceOptions } from './open-ledger.ts';
import { packageFolder } from './package-folder.ts';
import { ProgressLine } from './progress-line.ts';
import { countingOf, withTare, type OpenedTare, type ReadingOptions } from './with-tare.ts';
import type { World } from './world.ts';

const exampleHome = fileURLToPath(new URL('examples/home', packageFolder));

/** Where Tare looked, for a person whose transcripts it did not find. */
function lookedIn(world: World, options: PlaceOptions): string {
  const places = options.from === undefined ? standardPlaces(world).map((place) => place.folder) : [options.from];
  return `No transcripts were found in:\n${[...new Set(places)].map((folder) => `  ${folder}`).join('\n')}\nPoint Tare at them with --source claude-code --from FOLDER.`;
}

/** Like {@link withTare}; where nothing was ever read, hands over the example and the words that say so. */
export async function withTareOrExample(
  world: World,
  options: ReadingOptions,
  use: (tare: OpenedTare, example: string | undefined) => Promise<void>,
): Promise<void> {
  let isEmpty = false;
  await withTare(world, options, async (tare) => {
    const { sessions } = await tare.answers.ask('sessions', { filter: { timeZone: 'UTC' }, limit: 1 });
    isEmpty = sessions.length === 0 && tare.refreshed.filesFound === 0;
    if (!isEmpty) await use(tare, undefined);
  });
  if (!isEmpty) return;
  const home = { env: {}, platform: 'linux' as const, homeDirectory: exampleHome };
  const places = allSources.flatMap((source) => source.folders(home).map((folder) => ({ source, folder })));
  const example = await openPlaces(world, places);
  try {
    const progress = new ProgressLine(world);
    const refreshed = await example.refresh({ counting: countingOf(options), onProgress: (step) => progress.show(step) });
    progress.done();
    await use({ ...example, refreshed }, lookedIn(world, options));
  } finally {
    await example.close();
  }
}
