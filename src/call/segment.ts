import type { Brand } from '../base/brand.ts';
import type { ContentHash } from '../base/content-hash.ts';
import type { Tokens } from '../base/units.ts';
import type { CharacterClasses } from './character-classes.ts';
import type { SegmentKind } from './segment-kind.ts';

/** `<entry key>#<index in the entry>`. */
export type SegmentId = Brand<string, 'segment-id'>;

/** Joins a tool's call with its result. */
export type ToolCallId = Brand<string, 'tool-call-id'>;

/** Size and make-up of a text, kept instead of the text. */
export interface TextProfile {
  readonly hash: ContentHash;
  /** UTF-16 code units. */
  readonly characters: number;
  readonly classes: CharacterClasses;
  /**
   * 32-bit hashes of the lines, for results that read a file and calls that write one: tells how much two of them
   * share. Absent for everything else and for texts over 20,000 lines.
   */
  readonly lineHashes?: Uint32Array | undefined;
}

/** Which tool a `tool-call` or `tool-result` belongs to. */
export interface ToolUse {
  readonly call?: ToolCallId | undefined;
  /** Tool name as the agent gives it, e.g. `Read`, `mcp__github__create_issue`, `exec_command`. */
  readonly name?: string | undefined;
  /** MCP server the tool belongs to. */
  readonly server?: string | undefined;
  /** What it works on: file path, command line (first 200 characters), URL, search pattern. */
  readonly target?: string | undefined;
  /** What it does to the target, where that is plain from the tool. */
  readonly action?: 'read' | 'write' | 'edit' | 'search' | 'run' | 'fetch' | 'spawn' | 'other' | undefined;
  /** Part of the target that was asked for, e.g. `100-250` for lines; absent: all of it. */
  readonly range?: string | undefined;
  readonly isError?: boolean | undefined;
}

/** A typed span of content, as one source entry holds it. */
export interface Segment {
  readonly id: SegmentId;
  readonly kind: SegmentKind;
  /** Short human name: file name, tool name, `skill listing`, `system reminder`. Never a text of the person. */
  readonly label?: string | undefined;
  /** Path of the text inside the entry's JSON, e.g. `message.content.2.text`. */
  readonly part: string;
  /** Absent for hidden content (encrypted reasoning, an image). */
  readonly text?: TextProfile | undefined;
  readonly tool?: ToolUse | undefined;
  /** Length of the signature or ciphertext of hidden reasoning, in characters. */
  readonly hiddenCharacters?: number | undefined;
  /** Token count that the source itself states for this very segment. */
  readonly statedTokens?: Tokens | undefined;
  /** Pixels, for an image whose size is known. */
  readonly image?: { readonly width: number; readonly height: number } | undefined;
}

/*
 * Objects of one kind are made in one place, with every field in one order and `undefined` for what is unknown: the
 * engine then gives them one hidden class, and code that reads them is compiled once.
 */

const commonIndexes = Array.from({ length: 64 }, (_, index) => `#${index}`);

/** Id of a segment that has none of its own: its entry's key and its place in the entry, from 0. */
export const segmentId = (entry: string, index: number): SegmentId => (entry + (commonIndexes[index] ?? `#${index}`)) as SegmentId;

export const makeProfile = (
  hash: ContentHash,
  characters: number,
  classes: CharacterClasses,
  lineHashes: Uint32Array | undefined,
): TextProfile => ({ hash, characters, classes, lineHashes });

export const makeToolUse = ({ call, name, server, target, action, range, isError }: ToolUse): ToolUse => ({
  call,
  name,
  server,
  target,
  action,
  range,
  isError,
});

export const makeSegment = (fields: Segment): Segment => ({
  id: fields.id,
  kind: fields.kind,
  label: fields.label,
  part: fields.part,
  text: fields.text,
  tool: fields.tool,
  hiddenCharacters: fields.hiddenCharacters,
  statedTokens: fields.statedTokens,
  image: fields.image,
});
