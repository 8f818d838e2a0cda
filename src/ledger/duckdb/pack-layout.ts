import type { Entry, InputEntry, ResponseEntry } from '../../call/entry.ts';
import type { Segment, TextProfile, ToolUse } from '../../call/segment.ts';

/*
 * Entries are stored some dozens to a row, as bytes: an entry after the other, each as what differs from the one
 * before it, names numbered within the pack. docs/ledger.md says what stands where.
 */

/** First byte of a pack: another layout gets another. */
export const packFormat = 1;

export const entryTypes = [
  'session',
  'input',
  'response',
  'compaction',
  'failure',
  'stated-total',
] as const satisfies readonly Entry['type'][];

// Head of an entry, one byte: its type in three bits, what is known of its time, and how its parent is told.
export const timeShift = 3;
export const noTime = 0;
export const timeSince = 1;
export const timeAlone = 2;
export const foreignParent = 32;
export const parentShift = 6;
export const parentPrevious = 0;
export const parentRoot = 1;
export const parentBefore = 2;
export const parentNamed = 3;

// Head of a response.
export const sameCall = 1;
export const hasStatedUsd = 2;
export const hasVisibleCharacters = 4;

// Head of a segment: its kind in four bits, then what it has.
export const hasOwnId = 16;
export const hasText = 32;
export const hasLines = 64;
export const hasTool = 128;
export const hasOutcome = 256;
export const isFailure = 512;
export const hasHidden = 1024;
export const hasStated = 2048;
export const hasImage = 4096;
/** Its text has a count for every class that there is today. */
export const hasAllClasses = 8192;
/** The hash of its text is no 16 hexadecimal digits. */
export const hasOddHash = 16384;

export const responseNames = ['origin', 'model', 'provider', 'stopReason', 'serviceTier', 'speed'] as const;
export const toolNames = ['call', 'name', 'server', 'target', 'action', 'range'] as const;

/** The type itself while these are all its fields: with a new one nothing compiles until it is written too. */
type Whole<Of, Names extends keyof Of> = Exclude<keyof Of, Names> extends never ? Of : never;

type HeadField = 'key' | 'source' | 'session' | 'chain' | 'parent' | 'time' | 'location' | 'type' | 'segments';
type ResponseName = (typeof responseNames)[number];

export type WholeInput = Whole<InputEntry, HeadField | 'startsTurn'>;
export type WholeResponse = Whole<ResponseEntry, HeadField | ResponseName | 'call' | 'usage' | 'statedUsd' | 'visibleCharacters'>;
export type WholeTool = Whole<ToolUse, (typeof toolNames)[number] | 'isError'>;
export type WholeText = Whole<TextProfile, 'hash' | 'characters' | 'classes' | 'lineHashes'>;
export type WholeSegment = Whole<
  Segment,
  'id' | 'kind' | 'label' | 'part' | 'text' | 'tool' | 'hiddenCharacters' | 'statedTokens' | 'image'
>;
