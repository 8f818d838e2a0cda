import { characterClassNames } from '../../call/character-classes.ts';
import type { Entry, EntryKey } from '../../call/entry.ts';
import { makeEntry } from '../../call/make-entry.ts';
import { makeProfile, makeSegment, makeToolUse, segmentId, type Segment, type TextProfile, type ToolUse } from '../../call/segment.ts';
import { segmentKinds } from '../../call/segment-kind.ts';
import { makeUsage, usageFields } from '../../call/usage.ts';
import { hashOfKey } from '../key-hash.ts';
import type { HeldEntry } from './held-entry.ts';
import { previous, root, type JsonPack, type JsonResponses, type JsonSegments, type List } from './json-pack.ts';
import { parseLineHashes } from './line-hash-text.ts';
import { entryTypes, responseNames, toolNames } from './pack-layout.ts';
import type { PackSurroundings } from './unpack-entries.ts';

type Fields = Record<string, unknown>;

/** Entries of a pack that was written before schema 4. */
export function unpackJsonEntries(content: string, around: PackSurroundings): HeldEntry[] {
  const pack = JSON.parse(content) as JsonPack;
  const { names, entries, turns = [], responses = {}, others = [] } = pack;
  const segments = new SegmentReader(names, pack.segments);
  let [number, input, response, other] = [0, 0, 0, 0];
  return entries.key.map((keyName, index): HeldEntry => {
    number += entries.number[index] as number;
    const type = entryTypes[(entries.type[index] as number) - 1] as Entry['type'];
    const key = names[keyName - 1] as EntryKey;
    const parent = entries.parent[index] as number;
    const [chain, file] = [entries.chain[index] as number, entries.file[index] as number];
    const entry: Fields = {
      type,
      key,
      source: around.source,
      session: around.session,
      chain: around.chainName(chain),
      parent: parent === previous ? 'previous' : parent === root ? 'root' : names[parent - 1],
      location: {
        file: around.filePath(file),
        offset: entries.offset[index],
        length: entries.length[index],
        line: entries.line[index],
      },
    };
    set(entry, 'time', entries.time, index);
    if (type === 'input') entry['startsTurn'] = turns[input++] === 1;
    else if (type === 'response') {
      setName(entry, 'call', entries.call, index, names);
      setResponse(entry, responses, response++, names);
    } else Object.assign(entry, others[other++]);
    if (type === 'input' || type === 'response' || type === 'compaction') entry['segments'] = segments.ofEntry(key, index + 1);
    const isForeign = (entries.foreign?.[index] ?? 0) !== 0;
    return { number, entry: makeEntry(entry as unknown as Entry), chain, file, key: hashOfKey(key), isForeign };
  });
}

function set(target: Fields, field: string, column: List<unknown> | undefined, index: number): void {
  const value = column?.[index];
  if (value !== null && value !== undefined) target[field] = value;
}

function setName(target: Fields, field: string, column: List<number> | undefined, index: number, names: readonly string[]): void {
  const name = column?.[index];
  if (name !== null && name !== undefined && name !== 0) target[field] = names[name - 1];
}

function setResponse(entry: Fields, responses: JsonResponses, index: number, names: readonly string[]): void {
  const usage: Fields = {};
  for (const field of usageFields) set(usage, field, responses[field], index);
  entry['usage'] = makeUsage(usage);
  for (const name of responseNames) setName(entry, name, responses[name], index, names);
  set(entry, 'statedUsd', responses.usd, index);
  set(entry, 'visibleCharacters', responses.visible, index);
}

/** Reads the segments of a pack in order, entry by entry. */
class SegmentReader {
  readonly #names: readonly string[];
  readonly #segments: JsonSegments | undefined;
  #next = 0;
  #texts = 0;
  #classes = 0;

  constructor(names: readonly string[], segments: JsonSegments | undefined) {
    this.#names = names;
    this.#segments = segments;
  }

  ofEntry(key: string, place: number): Segment[] {
    const found: Segment[] = [];
    const segments = this.#segments;
    if (segments === undefined) return found;
    while (segments.entry[this.#next] === place) {
      const row = this.#next++;
      const segment: Fields = {
        id: segments.id?.[row] ?? segmentId(key, found.length),
        kind: segmentKinds[(segments.kind[row] as number) - 1],
        part: this.#names[(segments.part[row] as number) - 1],
      };
      setName(segment, 'label', segments.label, row, this.#names);
      const hash = segments.hash?.[row];
      if (hash !== null && hash !== undefined) segment['text'] = this.#text(segments, row, hash);
      if ((segments.tool?.[row] ?? 0) !== 0) segment['tool'] = this.#tool(segments, row);
      set(segment, 'hiddenCharacters', segments.hidden, row);
      set(segment, 'statedTokens', segments.stated, row);
      const width = segments.width?.[row];
      if (width !== null && width !== undefined) segment['image'] = { width, height: segments.height?.[row] };
      found.push(makeSegment(segment as unknown as Segment));
    }
    return found;
  }

  #text(segments: JsonSegments, row: number, hash: string): TextProfile {
    const count = segments.counts?.[this.#texts++] ?? characterClassNames.length;
    const classes = segments.classes?.slice(this.#classes, this.#classes + count) ?? [];
    this.#classes += count;
    const lines = segments.lines?.[row];
    const lineHashes = lines === null || lines === undefined ? undefined : parseLineHashes(lines);
    return makeProfile(hash as TextProfile['hash'], segments.characters?.[row] as number, classes, lineHashes);
  }

  #tool(segments: JsonSegments, row: number): ToolUse {
    const tool: Fields = {};
    for (const name of toolNames) setName(tool, name, segments[`tool_${name}`], row, this.#names);
    const error = segments.error?.[row] ?? 0;
    if (error !== 0) tool['isError'] = error === 2;
    return makeToolUse(tool);
  }
}
