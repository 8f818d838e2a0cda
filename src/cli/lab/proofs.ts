import { join } from 'node:path';
import { dataFolder } from '../../ledger/data-folder.ts';
import { addProof, nothingProved, readProofs, type ProofRecord, type ProvedStates } from '../../prove/proofs/proof-book.ts';
import { makeFolder } from '../make-folder.ts';
import { tareHome } from '../tare-home.ts';
import type { World } from '../world.ts';

const bookName = 'proofs.jsonl';

/** What replays on this machine have shown, for findings of any ledger: a finding has the same id wherever it is found. */
export function proofsOf(world: Pick<World, 'env' | 'platform' | 'homeDirectory'>): ProvedStates {
  const folder = dataFolder(world);
  return folder === undefined ? nothingProved : readProofs(join(folder, bookName));
}

/** @throws {TareError} `no-home` */
export function recordProof(world: World, record: ProofRecord): void {
  const folder = tareHome(world);
  makeFolder(folder, 0o700);
  addProof(join(folder, bookName), record);
}
