import { assert } from '../../base/assert.ts';
import type { Entry, EntryKey, SessionId } from '../../call/entry.ts';
import { makeEntry } from '../../call/make-entry.ts';
import type { SourceName } from '../../call/source-name.ts';
import { makeUsage, usageFields } from '../../call/usage.ts';
import { hashOfKey } from '../key-hash.ts';
import type { HeldEntry } from './held-entry.ts';
import {
  entryTypes,
  foreignParent,
  hasStatedUsd,
  hasVisibleCharacters,
  noTime,
  packFormat,
  parentBefore,
  parentNamed,
  parentPrevious,
  parentShift,
  responseNames,
  sameCall,
  timeShift,
  timeSince,
} from './pack-layout.ts';
import { PackReader } from './pack-reader.ts';
import { unpackSegments } from './unpack-segments.ts';

/** What the pack says of its entries only by number. */
export interface PackSurroundings {
  readonly source: SourceName;
  readonly session: SessionId;
  readonly chainName: (number: number) => string;
  readonly filePath: (number: number) => string;
}

type Fields = Record<string, unknown>;

/** Entries as `packEntries` took them. Trusts the bytes: only the ledger writes them. */
export function unpackEntries(content: Uint8Array, around: PackSurroundings): HeldEntry[] {
  const reader = new PackReader(content, around.source);
  assert(reader.byte() === packFormat, 'a pack of another format');
  const count = reader.number();
  const held: HeldEntry[] = [];
  let [number, time, key, call, end, line] = [0, 0, '', '', 0, 0];
  for (let index = 0; index < count; index++) {
    const head = reader.byte();
    const type = entryTypes[head & 7] as Entry['type'];
    const timeKind = (head >> timeShift) & 3;
    const parentKind = head >> parentShift;
    number += reader.number();
    const own = reader.key();
    const parent =
      parentKind === parentPrevious ? 'previous' : parentKind === parentNamed ? reader.key() : parentKind === parentBefore ? key : 'root';
    key = own;
    const chain = reader.number();
    const file = reader.number();
    const entry: Fields = { type, key, source: around.source, session: around.session, chain: around.chainName(chain), parent };
    if (timeKind === timeSince) entry['time'] = time += reader.signed();
    else if (timeKind !== noTime) entry['time'] = reader.double();
    const offset = end + reader.signed();
    const length = reader.number();
    end = offset + length;
    line += reader.signed();
    entry['location'] = { file: around.filePath(file), offset, length, line };
    if (type === 'input') entry['startsTurn'] = reader.byte() === 1;
    else if (type === 'response') call = unpackResponse(reader, entry, call);
    else Object.assign(entry, JSON.parse(reader.text()));
    if (type === 'input' || type === 'response' || type === 'compaction') entry['segments'] = unpackSegments(reader, key as EntryKey);
    held.push({
      number,
      entry: makeEntry(entry as unknown as Entry),
      chain,
      file,
      key: hashOfKey(key),
      isForeign: (head & foreignParent) !== 0,
    });
  }
  return held;
}

/** Fills a response in; returns the key of its call. `last`: that of the response before it. */
function unpackResponse(reader: PackReader, entry: Fields, last: string): string {
  const head = reader.byte();
  const call = (head & sameCall) === 0 ? reader.key() : last;
  entry['call'] = call;
  for (const field of responseNames) {
    const name = reader.name();
    if (name !== undefined) entry[field] = name;
  }
  const usage: Fields = {};
  const known = reader.byte();
  for (const [index, field] of usageFields.entries()) if ((known & (1 << index)) !== 0) usage[field] = reader.quantity();
  entry['usage'] = makeUsage(usage);
  if ((head & hasStatedUsd) !== 0) entry['statedUsd'] = reader.double();
  if ((head & hasVisibleCharacters) !== 0) entry['visibleCharacters'] = reader.quantity();
  return call;
}
