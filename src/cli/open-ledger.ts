import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { TareError } from '../base/tare-error.ts';
import { isSourceName } from '../call/source-name.ts';
import { defaultLimits } from '../ledger/duckdb/duckdb-file.ts';
import { inMemory } from '../ledger/in-memory.ts';
import { DuckdbLedger } from '../ledger/duckdb/duckdb-ledger.ts';
import { readHolderFile, type HolderAddress } from '../ledger/holder/holder-file.ts';
import { askHolder, HolderGone } from '../ledger/holder/request-client.ts';
import { serveRequests, type RequestServer } from '../ledger/holder/request-server.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { IngestPlace } from '../measure/ingest/find-pending.ts';
import { allSources } from '../measure/sources/registry.ts';
import { proofsOf } from './lab/proofs.ts';
import { makeFolder } from './make-folder.ts';
import { localService } from './local-service.ts';
import { programVersion } from './program-version.ts';
import { handlerFor, remoteService } from './remote-service.ts';
import { ledgerPathIn, tareHome } from './tare-home.ts';
import type { TareService } from './tare-service.ts';
import type { World } from './world.ts';

/** Which transcripts a command is about. */
export interface PlaceOptions {
  readonly source?: readonly string[];
  readonly from?: string;
}

const patienceMilliseconds = 20_000;
const pauseMilliseconds = 50;

/** Every folder where an agent on this machine keeps its transcripts. */
export const standardPlaces = ({ env, platform, homeDirectory }: World): readonly IngestPlace[] =>
  allSources.flatMap((source) => source.folders({ env, platform, homeDirectory }).map((folder) => ({ source, folder })));

/**
 * Opens the person's ledger, or joins the process that holds it; with `--from`, a ledger of that folder alone that is
 * gone when it is closed, so that the answer is about nothing else.
 */
export async function openTare(world: World, options: PlaceOptions): Promise<TareService> {
  return options.from === undefined ? openHome(world) : openFolder(world, options.from, options.source ?? []);
}

async function openFolder(world: World, from: string, names: readonly string[]): Promise<TareService> {
  const sources = allSources.filter((source) => names.some((name) => name === source.name));
  if (names.length !== 1 || sources[0] === undefined) {
    const known = allSources.map((source) => source.name).join(', ');
    const [named] = names;
    const message =
      names.length !== 1 || named === undefined
        ? `--from ${from} needs exactly one --source`
        : `--source ${named}: ${isSourceName(named) ? 'this source is not read from folders' : 'no such source'}`;
    throw new TareError({
      code: 'from-needs-source',
      message,
      hint: `Name the agent whose transcripts they are: ${known}.`,
    });
  }
  const folder = resolve(world.workingDirectory, from);
  if (!existsSync(folder)) {
    throw new TareError({
      code: 'no-such-folder',
      message: `--from ${from}: there is no ${folder}`,
      hint: 'Name a folder or a file that exists.',
    });
  }
  return openPlaces(world, [{ source: sources[0], folder }]);
}

/**
 * A ledger of these places alone, in memory and gone when it is closed: it is read whole at every start, so nothing is
 * logged ahead or written to a file but what does not fit. One thread of DuckDB's waits less for the others.
 */
export async function openPlaces(world: World, places: readonly IngestPlace[]): Promise<TareService> {
  const home = mkdtempSync(join(tmpdir(), 'tare-'));
  const remove = (): void => rmSync(home, { recursive: true, force: true });
  process.once('exit', remove);
  const ledger = await DuckdbLedger.open(inMemory, { ...defaultLimits, threads: 1, spillFolder: home });
  return localService({
    ledger,
    places,
    program: { version: programVersion(), node: process.version },
    ledgerPath: inMemory,
    holder: () => null,
    signal: world.signal,
    proofs: () => proofsOf(world),
    close: async () => {
      await ledger.close();
      remove();
      process.off('exit', remove);
    },
  });
}

/** Joins or becomes the holder, and does so again whenever the holder goes. */
async function openHome(world: World): Promise<TareService> {
  const home = tareHome(world);
  makeHome(home);
  const place = await joinOrHold(world, home);
  if (place.kind === 'held') return place.service;
  let address = place.address;
  let held: TareService | undefined;
  const ask = async (name: string, body: unknown): Promise<unknown> => {
    for (;;) {
      if (held !== undefined) return handlerFor(held)(name, body);
      try {
        return await askHolder(address, name, body);
      } catch (error) {
        if (!(error instanceof HolderGone)) throw error;
        const next = await joinOrHold(world, home);
        if (next.kind === 'held') held = next.service;
        else address = next.address;
      }
    }
  };
  return remoteService(ask, async () => held?.close());
}

function makeHome(home: string): void {
  try {
    makeFolder(home, 0o700);
  } catch (error) {
    throw new TareError({
      code: 'no-home',
      message: `The folder ${home} for the ledger cannot be made: ${error instanceof Error ? error.message : String(error)}`,
      hint: 'Set TARE_HOME to a folder that can be written to.',
    });
  }
}

type Standing = { readonly kind: 'held'; readonly service: TareService } | { readonly kind: 'joined'; readonly address: HolderAddress };

async function joinOrHold(world: World, home: string): Promise<Standing> {
  const deadline = world.clock() + patienceMilliseconds;
  for (;;) {
    const address = await findHolder(home);
    if (address !== undefined) return { kind: 'joined', address };
    try {
      return { kind: 'held', service: await hold(world, home) };
    } catch (error) {
      const isBusy = TareError.isInstance(error) && error.code === 'ledger-busy';
      if (!isBusy || world.clock() > deadline) throw error;
    }
    // Another process has just opened it and has not said where it answers, or is about to close it.
    await new Promise((wake) => setTimeout(wake, pauseMilliseconds));
  }
}

async function findHolder(home: string): Promise<HolderAddress | undefined> {
  const address = readHolderFile(home);
  if (address === undefined) return undefined;
  try {
    await askHolder(address, 'ping', {});
    return address;
  } catch (error) {
    if (error instanceof HolderGone) return undefined;
    throw error;
  }
}

async function hold(world: World, home: string): Promise<TareService> {
  const ledgerPath = ledgerPathIn(home);
  const ledger: Ledger = await DuckdbLedger.open(ledgerPath);
  let server: RequestServer | undefined;
  const service = localService({
    ledger,
    places: standardPlaces(world),
    program: { version: programVersion(), node: process.version },
    ledgerPath,
    holder: () => (server === undefined ? null : { pid: process.pid, address: `127.0.0.1:${server.address.port}` }),
    signal: world.signal,
    proofs: () => proofsOf(world),
    close: async () => {
      await server?.close();
      await ledger.close();
    },
  });
  server = await serveRequests(home, process.pid, handlerFor(service));
  return service;
}
