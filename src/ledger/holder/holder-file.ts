import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the process that holds the ledger answers, and the secret that it asks for. */
export interface HolderAddress {
  readonly pid: number;
  readonly port: number;
  readonly token: string;
}

function isHolderAddress(value: unknown): value is HolderAddress {
  if (typeof value !== 'object' || value === null || !('pid' in value && 'port' in value && 'token' in value)) return false;
  const { pid, port, token } = value;
  const isPort = typeof port === 'number' && Number.isInteger(port) && port >= 1 && port <= 65_535;
  return Number.isSafeInteger(pid) && isPort && typeof token === 'string' && token !== '';
}

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
    const stated: unknown = JSON.parse(readFileSync(pathIn(home), 'utf8'));
    return isHolderAddress(stated) ? stated : undefined;
  } catch (error) {
    const isAbsent = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (isAbsent || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Removes the file unless another process has put its own there. */
export function removeHolderFile(home: string, address: HolderAddress): void {
  if (readHolderFile(home)?.token === address.token) rmSync(pathIn(home), { force: true });
}
