import { isDeepStrictEqual } from 'node:util';
import type { SessionId } from '../../call/entry.ts';
import { sumOf } from '../../call/usage.ts';
import type { OpenPack } from './open-pack.ts';
import type { HeldEntry } from './held-entry.ts';

/** One of several entries with the same key. */
export interface Twin {
  readonly pack: OpenPack;
  readonly held: HeldEntry;
  readonly session: SessionId;
}

const usageOf = ({ held: { entry } }: Twin): number =>
  entry.type === 'response' || entry.type === 'stated-total' ? (sumOf(entry.usage) ?? -1) : -1;

const timeOf = ({ held: { entry } }: Twin): number => entry.time ?? Number.POSITIVE_INFINITY;

const byText = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);
const byNumber = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1);

/** Rank of entries with one key: the first stays. Independent of the order in which files were read. */
function precedence(a: Twin, b: Twin): number {
  return (
    byNumber(b.pack.format, a.pack.format) ||
    byNumber(usageOf(b), usageOf(a)) ||
    byNumber(timeOf(a), timeOf(b)) ||
    byText(a.session, b.session) ||
    byText(a.held.entry.location.file, b.held.entry.location.file) ||
    byNumber(b.held.entry.location.line, a.held.entry.location.line) ||
    byNumber(b.held.number, a.held.number)
  );
}

function isSameReading(a: Twin, b: Twin): boolean {
  if (a.pack.session !== b.pack.session || a.held.file !== b.held.file) return false;
  const { location: _a, ...left } = a.held.entry;
  const { location: _b, ...right } = b.held.entry;
  return isDeepStrictEqual(left, right);
}

/** The one of entries with one key that stays. The same line read again: its first reading, so that nothing counts as changed. */
export function winnerOf(twins: readonly Twin[]): Twin {
  const [first, ...others] = twins.toSorted((a, b) => a.held.number - b.held.number);
  const different = [first as Twin];
  for (const twin of others) if (!different.some((known) => isSameReading(known, twin))) different.push(twin);
  return different.sort(precedence)[0] as Twin;
}
