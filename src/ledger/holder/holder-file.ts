import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const holderSchema = z.object({ pid: z.number().int(), port: z.number().int().min(1).max(65535), token: z.string().min(1) });

/** Where the process that holds the ledger answers, and the secret that it asks for. */
export type HolderAddress = z.infer<typeof holderSchema>;

const pathIn = (home: string): string => join(home, 'holder.json');

/** Readable by its owner alone, and whole at any moment: written beside and moved into place. */
export function writeHolderFile(home: string, address: HolderAddress): void {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const beside = `${pathIn(home)}.${address.pid}`;
  writeFileSync(beside, JSON.stringify(address), { mode: 0o600 });
  renameSync(beside, pathIn(home));
}

/** Absent where there is none, or where what stands there is none. */
export function readHolderFile(home: string): HolderAddress | undefined {
  try {
    return holderSchema.parse(JSON.parse(readFileSync(pathIn(home), 'utf8')));
  } catch (error) {
    const isAbsent = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (isAbsent || error instanceof SyntaxError || error instanceof z.ZodError) return undefined;
    throw error;
  }
}

/** Removes the file unless another process has put its own there. */
export function removeHolderFile(home: string, address: HolderAddress): void {
  if (readHolderFile(home)?.token === address.token) rmSync(pathIn(home), { force: true });
}
