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
  readonly lineHashes?: Uint32Array;
}

/** Which tool a `tool-call` or `tool-result` belongs to. */
export interface ToolUse {
  readonly call?: ToolCallId;
  /** Tool name as the agent gives it, e.g. `Read`, `mcp__github__create_issue`, `exec_command`. */
  readonly name?: string;
  /** MCP server the tool belongs to. */
  readonly server?: string;
  /** What it works on: file path, command line (first 200 characters), URL, search pattern. */
  readonly target?: string;
  /** What it does to the target, where that is plain from the tool. */
  readonly action?: 'read' | 'write' | 'edit' | 'search' | 'run' | 'fetch' | 'spawn' | 'other';
  /** Part of the target that was asked for, e.g. `100-250` for lines; absent: all of it. */
  readonly range?: string;
  readonly isError?: boolean;
}

/** A typed span of content, as one source entry holds it. */
export interface Segment {
  readonly id: SegmentId;
  readonly kind: SegmentKind;
  /** Short human name: file name, tool name, `skill listing`, `system reminder`. Never a text of the person. */
  readonly label?: string;
  /** Path of the text inside the entry's JSON, e.g. `message.content.2.text`. */
  readonly part: string;
  /** Absent for hidden content (encrypted reasoning, an image). */
  readonly text?: TextProfile;
  readonly tool?: ToolUse;
  /** Length of the signature or ciphertext of hidden reasoning, in characters. */
  readonly hiddenCharacters?: number;
  /** Token count that the source itself states for this very segment. */
  readonly statedTokens?: Tokens;
  /** Pixels, for an image whose size is known. */
  readonly image?: { readonly width: number; readonly height: number };
}
