import type { Entry, InputEntry, ResponseEntry } from '../../call/entry.ts';
import type { ToolUse } from '../../call/segment.ts';
import { type Usage } from '../../call/usage.ts';
import type { List } from './pack-columns.ts';

/*
 * Entries are stored some dozens to a row, as one JSON text of columns: an array a field. A column that nothing of the
 * pack has is left out, and names are numbered from 1 in `names`, 0 being none. docs/ledger.md says what each holds.
 */

/** An entry with its number: entries of one line keep the order in which their source gave them. */
export interface NumberedEntry {
  readonly number: number;
  readonly entry: Entry;
}

/** An entry on its way into a pack. */
export interface HeldEntry extends NumberedEntry {
  readonly chain: number;
  readonly file: number;
  /** Hash of its key. */
  readonly key: number;
  /** Its parent does not stand in the same reading of the same file. */
  readonly isForeign: boolean;
}

export const entryTypes = [
  'session',
  'input',
  'response',
  'compaction',
  'failure',
  'stated-total',
] as const satisfies readonly Entry['type'][];

/** Fields that every entry has and that stand in columns, or are known from the pack's row. */
type HeadField = 'key' | 'source' | 'session' | 'chain' | 'parent' | 'time' | 'location' | 'type';
type FieldsOf<Of> = Exclude<keyof Of, HeadField | 'segments'>;

/** Every own field of a response and of an input has a column: a new one does not compile until it has. */
const responseFields = {
  call: true,
  origin: true,
  model: true,
  provider: true,
  usage: true,
  stopReason: true,
  serviceTier: true,
  speed: true,
  statedUsd: true,
  visibleCharacters: true,
} as const satisfies Record<FieldsOf<ResponseEntry>, true>;
const inputFields = { startsTurn: true } as const satisfies Record<FieldsOf<InputEntry>, true>;
type Packed = typeof responseFields & typeof inputFields;

export const toolNames = ['call', 'name', 'server', 'target', 'action', 'range'] as const satisfies readonly Exclude<
  keyof ToolUse,
  'isError'
>[];
type ToolName = (typeof toolNames)[number];
export const responseNames = [
  'origin',
  'model',
  'provider',
  'stopReason',
  'serviceTier',
  'speed',
] as const satisfies readonly (keyof Packed)[];

/** In place of the name of a parent. */
export const previous = -1;
export const root = -2;

export interface PackedEntries {
  /** Each after the one before it; the first as it is. */
  readonly number: readonly number[];
  readonly key: readonly number[];
  readonly chain: readonly number[];
  readonly type: readonly number[];
  readonly time?: List<number>;
  /** A name, -1 for `previous`, -2 for `root`. */
  readonly parent: readonly number[];
  /** The same name where the parent is foreign. */
  readonly foreign?: List<number>;
  readonly call?: List<number>;
  readonly sum?: List<number>;
  readonly file: readonly number[];
  readonly offset: readonly number[];
  readonly length: readonly number[];
  readonly line: readonly number[];
}

/** One row a response, in order. */
export type PackedResponses = { readonly [Name in (typeof responseNames)[number]]?: List<number> } & {
  readonly [Name in keyof Usage]?: List<number>;
} & { readonly usd?: List<number>; readonly visible?: List<number> };

/** One row a segment, in the order of entries. `tool` says that there is one; its names stand in columns of their own. */
export type PackedSegments = { readonly [Name in ToolName as `tool_${Name}`]?: List<number> } & {
  /** Place of its entry in the pack, from 1. */
  readonly entry: readonly number[];
  readonly kind: readonly number[];
  readonly part: readonly number[];
  /** Where it is not the entry's key, `#` and its index. */
  readonly id?: List<string>;
  readonly label?: List<number>;
  readonly hash?: List<string>;
  readonly characters?: List<number>;
  /** Of all texts, one after the other; as many a text as `counts` says, or else one for every class there is. */
  readonly classes?: readonly number[];
  readonly counts?: readonly number[];
  /** Base64 of their little-endian bytes. */
  readonly lines?: List<string>;
  readonly tool?: List<number>;
  readonly error?: List<number>;
  readonly hidden?: List<number>;
  readonly stated?: List<number>;
  readonly width?: List<number>;
  readonly height?: List<number>;
};

export interface Pack {
  readonly names: readonly string[];
  readonly entries: PackedEntries;
  /** One for each input, in order: 1 where it starts a turn. */
  readonly turns?: readonly number[];
  readonly responses?: PackedResponses;
  readonly segments?: PackedSegments;
  /** The own fields of entries of other types, in order. */
  readonly others?: readonly Readonly<Record<string, unknown>>[];
}
