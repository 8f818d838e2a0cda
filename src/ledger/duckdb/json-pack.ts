import type { Usage } from '../../call/usage.ts';
import type { responseNames, toolNames } from './pack-layout.ts';

/*
 * How entries were stored from schema 2 to 3: as one JSON text of columns, an array a field. A column that nothing of the pack has is left out, and names are numbered from 1 in `names`, 0 being none.
 */

/** A column as it is stored: `null` for what is unknown. */
export type List<Value> = readonly (Value | null)[];

/** In place of the name of a parent. */
export const previous = -1;
export const root = -2;

export interface JsonEntries {
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
export type JsonResponses = { readonly [Name in (typeof responseNames)[number]]?: List<number> } & {
  readonly [Name in keyof Usage]?: List<number>;
} & { readonly usd?: List<number>; readonly visible?: List<number> };

/** One row a segment, in the order of entries. `tool` says that there is one; its names stand in columns of their own. */
export type JsonSegments = { readonly [Name in (typeof toolNames)[number] as `tool_${Name}`]?: List<number> } & {
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

export interface JsonPack {
  readonly names: readonly string[];
  readonly entries: JsonEntries;
  /** One for each input, in order: 1 where it starts a turn. */
  readonly turns?: readonly number[];
  readonly responses?: JsonResponses;
  readonly segments?: JsonSegments;
  /** The own fields of entries of other types, in order. */
  readonly others?: readonly Readonly<Record<string, unknown>>[];
}
