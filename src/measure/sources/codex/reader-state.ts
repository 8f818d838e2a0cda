import type { EntryKey } from '../../../call/entry.ts';
import type { ToolUse } from '../../../call/segment.ts';
import { isRecord } from '../common/fields.ts';
import type { Thread } from './thread.ts';
import type { TokenVector } from './token-vector.ts';

/** What the reader of a rollout must know to go on in the middle of the file. Kept as JSON between two readings. */
export interface ReaderState {
  /** The file's own thread; absent before its first `session_meta`. */
  thread?: Thread;
  /** Threads whose history the file may hold: its ancestors, as named in it. */
  ancestors: Thread[];
  /** The lines at hand were copied from an ancestor. */
  inherited: boolean;
  /** Turns of the copied part carry times, so that its end is known for certain. */
  timedTurns: boolean;
  lastLineTime?: number;
  /** The ancestor whose history is at hand, where lines say so. */
  owner?: string;
  turn?: string;
  model?: string;
  provider?: string;
  serviceTier?: string;
  total?: TokenVector;
  /** How often a content was seen in this turn: tells equal items of one turn apart. */
  occurrences: Record<string, number>;
  /** Tool calls whose result is still to come. */
  openCalls: Record<string, ToolUse>;
  /** The last copied entry: what the file's own first entry continues. */
  continues?: EntryKey;
  /** Last entry before each of the latest turns, so that turns can be rolled back. */
  turnStarts: EntryKey[];
  lastEntry?: EntryKey;
  /** A `compacted` line told of the compaction whose event may follow. */
  compacted: boolean;
}

const newReaderState = (): ReaderState => ({
  ancestors: [],
  inherited: false,
  timedTurns: false,
  occurrences: {},
  openCalls: {},
  turnStarts: [],
  compacted: false,
});

/** A state that was written by {@link JSON.stringify}; a new one where the text is no such state. */
export function parseReaderState(text: string | undefined): ReaderState {
  if (text === undefined) return newReaderState();
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) && Array.isArray(value['turnStarts']) ? (value as unknown as ReaderState) : newReaderState();
  } catch {
    return newReaderState();
  }
}
