import type { Entry } from '../../call/entry.ts';
import { usageFields, type Usage } from '../../call/usage.ts';
import type { SourceName } from '../../call/source-name.ts';
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
  parentRoot,
  parentShift,
  sameCall,
  timeAlone,
  timeShift,
  timeSince,
  type WholeInput,
  type WholeResponse,
} from './pack-layout.ts';
import { PackWriter } from './pack-writer.ts';
import { packSegments } from './pack-segments.ts';

const typeNumbers = new Map<Entry['type'], number>(entryTypes.map((type, index) => [type, index]));

const writer = new PackWriter();

/** What of the entry before is needed to write the next. */
interface Before {
  number: number;
  time: number;
  key: string;
  call: string;
  end: number;
  line: number;
}

/** Entries of one session of a source as bytes. */
export function packEntries(source: SourceName, held: readonly HeldEntry[]): Uint8Array {
  writer.begin(source);
  writer.byte(packFormat);
  writer.number(held.length);
  const before: Before = { number: 0, time: 0, key: '', call: '', end: 0, line: 0 };
  for (let index = 0; index < held.length; index++) {
    const item = held[index] as HeldEntry;
    const { entry } = item;
    packHead(item, before);
    switch (entry.type) {
      case 'input':
        packInput(entry);
        break;
      case 'response':
        packResponse(entry, before);
        break;
      case 'compaction':
        writer.text(JSON.stringify(ownFields(entry)));
        packSegments(writer, entry.key, entry.segments);
        break;
      case 'session':
      case 'failure':
      case 'stated-total':
        writer.text(JSON.stringify(ownFields(entry)));
        break;
    }
    before.key = entry.key;
  }
  return writer.take();
}

function packHead({ number, entry, chain, file, isForeign }: HeldEntry, before: Before): void {
  const { key, parent, time, location } = entry;
  const since = time === undefined ? 0 : time - before.time;
  const timeKind = time === undefined ? noTime : Number.isSafeInteger(since) ? timeSince : timeAlone;
  const parentKind =
    parent === 'previous' ? parentPrevious : parent === 'root' ? parentRoot : parent === before.key ? parentBefore : parentNamed;
  const type = typeNumbers.get(entry.type) as number;
  writer.byte(type | (timeKind << timeShift) | (isForeign ? foreignParent : 0) | (parentKind << parentShift));
  writer.number(number - before.number);
  writer.key(key);
  if (parentKind === parentNamed) writer.key(parent);
  writer.number(chain);
  writer.number(file);
  if (timeKind === timeSince) {
    writer.signed(since);
    before.time = time as number;
  } else if (timeKind === timeAlone) writer.double(time as number);
  writer.signed(location.offset - before.end);
  writer.number(location.length);
  writer.signed(location.line - before.line);
  before.number = number;
  before.end = location.offset + location.length;
  before.line = location.line;
}

function packInput({ key, startsTurn, segments }: WholeInput): void {
  writer.byte(startsTurn ? 1 : 0);
  packSegments(writer, key, segments);
}

function packResponse(entry: WholeResponse, before: Before): void {
  const { call, statedUsd, visibleCharacters } = entry;
  const isSame = call === before.call;
  writer.byte(
    (isSame ? sameCall : 0) | (statedUsd === undefined ? 0 : hasStatedUsd) | (visibleCharacters === undefined ? 0 : hasVisibleCharacters),
  );
  if (!isSame) writer.key(call);
  before.call = call;
  writer.name(entry.origin);
  writer.name(entry.model);
  writer.name(entry.provider);
  writer.name(entry.stopReason);
  writer.name(entry.serviceTier);
  writer.name(entry.speed);
  packUsage(entry.usage);
  if (statedUsd !== undefined) writer.double(statedUsd);
  if (visibleCharacters !== undefined) writer.quantity(visibleCharacters);
  packSegments(writer, entry.key, entry.segments);
}

function packUsage(usage: Usage): void {
  let known = 0;
  for (let index = 0; index < usageFields.length; index++) {
    if (usage[usageFields[index] as keyof Usage] !== undefined) known |= 1 << index;
  }
  writer.byte(known);
  for (let index = 0; index < usageFields.length; index++) {
    const tokens = usage[usageFields[index] as keyof Usage];
    if (tokens !== undefined) writer.quantity(tokens);
  }
}

/** What an entry has besides what all have: of types that are too rare for bytes of their own. */
function ownFields(entry: Entry): Record<string, unknown> {
  const { key: _k, source: _s, session: _n, chain: _c, parent: _p, time: _t, location: _l, type: _y, ...rest } = entry;
  if (!('segments' in rest)) return rest;
  const { segments: _g, ...own } = rest;
  return own;
}
