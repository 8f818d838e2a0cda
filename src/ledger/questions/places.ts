import type { HeldEntry } from '../duckdb/held-entry.ts';
import type { Segment } from '../../call/segment.ts';
import type { QueryRunner } from '../query-runner.ts';
import { entryOfSegment, packsWith } from './entry-packs.ts';
import { pathsOf, storedEntries } from './stored-entries.ts';

/** Where the bytes of an entry stand. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly offset: number;
  readonly length: number;
}

/** A segment and the place of its entry. */
export interface SegmentPlace extends Place {
  readonly segment: Segment;
}

/** Places of entries by the name they were chosen for; what was read from a file that is not known any more has none. */
async function placesOf(query: QueryRunner, chosen: ReadonlyMap<string, HeldEntry>): Promise<Map<string, Place>> {
  const paths = await pathsOf(query, [...chosen.values()]);
  const places = new Map<string, Place>();
  for (const [name, { entry, file: number }] of chosen) {
    const file = paths.get(number);
    const { line, offset, length } = entry.location;
    if (file !== undefined) places.set(name, { file, line, offset, length });
  }
  return places;
}

/** Places of segments by id; a segment that stands in no source (`unseen`) has none. */
export async function placesOfSegments(query: QueryRunner, segments: readonly string[]): Promise<ReadonlyMap<string, SegmentPlace>> {
  if (segments.length === 0) return new Map();
  const keys = new Set(segments.map(entryOfSegment));
  const packs = await packsWith(query, 'key', [...keys]);
  const chosen = new Map<string, HeldEntry>();
  for (const held of await storedEntries(query, `p.number IN (${packs.list})`)) {
    if (keys.has(held.entry.key)) chosen.set(held.entry.key, held);
  }
  const byEntry = await placesOf(query, chosen);
  const places = new Map<string, SegmentPlace>();
  for (const id of segments) {
    const place = byEntry.get(entryOfSegment(id));
    const entry = chosen.get(entryOfSegment(id))?.entry;
    const segment = entry !== undefined && 'segments' in entry ? entry.segments.find((own) => own.id === id) : undefined;
    if (place !== undefined && segment !== undefined) places.set(id, { ...place, segment });
  }
  return places;
}

/** Place of the first entry of each call. */
export async function placesOfCalls(query: QueryRunner, calls: readonly string[]): Promise<ReadonlyMap<string, Place>> {
  if (calls.length === 0) return new Map();
  const wanted = new Set(calls);
  const packs = await packsWith(query, 'call', calls);
  const first = new Map<string, HeldEntry>();
  for (const held of await storedEntries(query, `p.number IN (${packs.list})`)) {
    const { entry } = held;
    if (entry.type !== 'response' || !wanted.has(entry.call)) continue;
    const known = first.get(entry.call);
    if (known === undefined || isBefore(held, known)) first.set(entry.call, held);
  }
  return placesOf(query, first);
}

const isBefore = (one: HeldEntry, other: HeldEntry): boolean =>
  one.file === other.file ? one.entry.location.line < other.entry.location.line : one.file < other.file;
