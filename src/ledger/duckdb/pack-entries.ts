import type { Entry, ResponseEntry } from '../../call/entry.ts';
import { sumOf, usageFields } from '../../call/usage.ts';
import { Column, NameList } from './pack-columns.ts';
import {
  entryTypes,
  previous,
  responseNames,
  root,
  type HeldEntry,
  type Pack,
  type PackedEntries,
  type PackedResponses,
} from './packed-entries.ts';
import { SegmentColumns } from './segment-columns.ts';

const typeNumbers = new Map<Entry['type'], number>(entryTypes.map((type, index) => [type, index + 1]));

/** Entries of one session as JSON text. */
export function packEntries(held: readonly HeldEntry[]): string {
  const names = new NameList();
  const columns = new EntryColumns(names);
  const responses = new ResponseColumns(names);
  const segments = new SegmentColumns(names);
  const turns: number[] = [];
  const others: Record<string, unknown>[] = [];
  for (const [index, item] of held.entries()) {
    const { entry } = item;
    columns.push(item);
    if (entry.type === 'input') turns.push(entry.startsTurn ? 1 : 0);
    else if (entry.type === 'response') responses.push(entry);
    else others.push(ownFields(entry));
    if ('segments' in entry) segments.push(entry.key, index + 1, entry.segments);
  }
  const pack: Pack = {
    names: names.all,
    entries: columns.packed(),
    ...(turns.length === 0 ? {} : { turns }),
    ...(responses.size === 0 ? {} : { responses: responses.packed() }),
    ...(segments.size === 0 ? {} : { segments: segments.packed() }),
    ...(others.length === 0 ? {} : { others }),
  };
  return JSON.stringify(pack);
}

function ownFields(entry: Entry): Record<string, unknown> {
  const { key: _k, source: _s, session: _n, chain: _c, parent: _p, time: _t, location: _l, type: _y, ...rest } = entry;
  if (!('segments' in rest)) return rest;
  const { segments: _g, ...own } = rest;
  return own;
}

class EntryColumns {
  readonly #names: NameList;
  readonly #number: number[] = [];
  readonly #key: number[] = [];
  readonly #chain: number[] = [];
  readonly #type: number[] = [];
  readonly #time = new Column<number>();
  readonly #parent: number[] = [];
  readonly #foreign = new Column<number>(0);
  readonly #call = new Column<number>(0);
  readonly #sum = new Column<number>();
  readonly #file: number[] = [];
  readonly #offset: number[] = [];
  readonly #length: number[] = [];
  readonly #line: number[] = [];
  #last = 0;

  constructor(names: NameList) {
    this.#names = names;
  }

  push({ number, entry, chain, file, isForeign }: HeldEntry): void {
    const { location, parent } = entry;
    this.#number.push(number - this.#last);
    this.#last = number;
    this.#key.push(this.#names.of(entry.key));
    this.#chain.push(chain);
    this.#type.push(typeNumbers.get(entry.type) as number);
    this.#time.push(entry.time);
    const named = parent === 'previous' ? previous : parent === 'root' ? root : this.#names.of(parent);
    this.#parent.push(named);
    this.#foreign.push(isForeign ? named : undefined);
    this.#call.push(entry.type === 'response' ? this.#names.of(entry.call) : undefined);
    this.#sum.push(entry.type === 'response' || entry.type === 'stated-total' ? sumOf(entry.usage) : undefined);
    this.#file.push(file);
    this.#offset.push(location.offset);
    this.#length.push(location.length);
    this.#line.push(location.line);
  }

  packed(): PackedEntries {
    return {
      number: this.#number,
      key: this.#key,
      chain: this.#chain,
      type: this.#type,
      ...this.#time.as('time'),
      parent: this.#parent,
      ...this.#foreign.as('foreign'),
      ...this.#call.as('call'),
      ...this.#sum.as('sum'),
      file: this.#file,
      offset: this.#offset,
      length: this.#length,
      line: this.#line,
    };
  }
}

class ResponseColumns {
  readonly #names: NameList;
  readonly #named = responseNames.map((name) => [name, new Column<number>(0)] as const);
  readonly #usage = usageFields.map((field) => [field, new Column<number>()] as const);
  readonly #usd = new Column<number>();
  readonly #visible = new Column<number>();
  size = 0;

  constructor(names: NameList) {
    this.#names = names;
  }

  push(entry: ResponseEntry): void {
    this.size++;
    for (const [name, column] of this.#named) column.push(this.#names.optional(entry[name]));
    for (const [field, column] of this.#usage) column.push(entry.usage[field]);
    this.#usd.push(entry.statedUsd);
    this.#visible.push(entry.visibleCharacters);
  }

  packed(): PackedResponses {
    return Object.assign(
      {},
      ...this.#named.map(([name, column]) => column.as(name)),
      ...this.#usage.map(([field, column]) => column.as(field)),
      this.#usd.as('usd'),
      this.#visible.as('visible'),
    ) as PackedResponses;
  }
}
