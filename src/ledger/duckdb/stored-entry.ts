import type { CharacterClasses } from '../../call/character-classes.ts';
import type { Entry } from '../../call/entry.ts';
import type { Segment, SegmentId, TextProfile } from '../../call/segment.ts';

/** A profile as JSON: classes as an array, line hashes as base64 of their little-endian bytes. */
interface StoredProfile {
  readonly hash: string;
  readonly characters: number;
  readonly classes: readonly number[];
  readonly lineHashes?: string;
}

type StoredSegment = Omit<Segment, 'id' | 'text'> & { readonly id?: SegmentId; readonly text?: StoredProfile };

const storedProfile = (profile: TextProfile): StoredProfile => {
  const stored = { hash: profile.hash, characters: profile.characters, classes: Array.from(profile.classes) };
  if (profile.lineHashes === undefined) return stored;
  const { buffer, byteOffset, byteLength } = profile.lineHashes;
  return { ...stored, lineHashes: Buffer.from(buffer, byteOffset, byteLength).toString('base64') };
};

function storedSegment(segment: Segment, expectedId: string): StoredSegment {
  const { id, text, ...rest } = segment;
  const stored: StoredSegment = text === undefined ? rest : { ...rest, text: storedProfile(text) };
  return id === expectedId ? stored : { ...stored, id };
}

/** Everything of an entry that is not in a column of its own, as JSON text. */
export function contentOf(entry: Entry): string {
  const { key, source: _s, session: _n, chain: _c, parent: _p, time: _t, location: _l, type: _y, ...rest } = entry;
  if (!('segments' in rest)) return JSON.stringify(rest);
  const segments = rest.segments.map((segment, index) => storedSegment(segment, `${key}#${index}`));
  return JSON.stringify({ ...rest, segments });
}

function readProfile(stored: StoredProfile): TextProfile {
  const profile = {
    hash: stored.hash as TextProfile['hash'],
    characters: stored.characters,
    classes: Uint32Array.from(stored.classes) as CharacterClasses,
  };
  if (stored.lineHashes === undefined) return profile;
  const bytes = Buffer.from(stored.lineHashes, 'base64');
  const lineHashes = new Uint32Array(bytes.length / 4);
  new Uint8Array(lineHashes.buffer).set(bytes);
  return { ...profile, lineHashes };
}

const readSegment = (stored: StoredSegment, key: string, index: number): Segment => {
  const { id, text, ...rest } = stored;
  const segment = { ...rest, id: id ?? (`${key}#${index}` as SegmentId) };
  return text === undefined ? segment : { ...segment, text: readProfile(text) };
};

/** The part of an entry that {@link contentOf} wrote. Trusts the text: only the ledger writes it. */
export function readContent(content: string, key: string): Record<string, unknown> {
  const rest = JSON.parse(content) as Record<string, unknown>;
  const segments = rest['segments'] as StoredSegment[] | undefined;
  return segments === undefined ? rest : { ...rest, segments: segments.map((segment, index) => readSegment(segment, key, index)) };
}
