import type { Bytes, Timestamp } from '../../base/units.ts';
import type { Entry } from '../../call/entry.ts';
import type { SkippedLine } from '../../call/skipped-line.ts';
import type { SourceName } from '../../call/source-name.ts';

/** The parts of the machine that say where an agent keeps its files. */
export interface SourceHome {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly homeDirectory: string;
}

/** A file that a source may read, as found on disk. */
export interface SourceFile {
  /** Absolute path, symbolic links resolved. */
  readonly path: string;
  readonly size: Bytes;
  readonly modified: Timestamp;
}

/** Where reading of a file stopped, and what the source must know to go on from there. */
export interface ReadPosition {
  /** Offset behind the last complete line; 0 for a new file. */
  readonly offset: Bytes;
  /** Lines before that offset. */
  readonly line: number;
  /** The source's own notes, e.g. the model in force and the cumulative counters; JSON text. */
  readonly state?: string;
}

export const startOfFile: ReadPosition = { offset: 0 as Bytes, line: 0 };

/** Takes what a source reads, in order of the file. */
export interface EntrySink {
  entry(entry: Entry): void;
  skipped(line: SkippedLine): void;
}

/**
 * One place calls come from. A source never throws for what stands in a file: a bad line is handed to
 * `skipped`. It throws only when the file cannot be opened or read.
 */
export interface Source {
  readonly name: SourceName;
  /** For people: `Claude Code`. */
  readonly title: string;
  /** Folders where the agent keeps its transcripts on this machine, most specific first; they need not exist. */
  folders(home: SourceHome): readonly string[];
  /** True for file names worth looking into, by path below the folder; cheap, no I/O. */
  mayRead(relativePath: string): boolean;
  /** True when the content is this source's: `head` is the first 64 KiB, whatever the file is called. */
  detect(head: string): boolean;
  /**
   * How a changed file is read again. `append`: from the old offset. `whole`: from its start (one document, or
   * lines rewritten in place); entries are merged by key, so reading again changes nothing.
   */
  readonly rereads: 'append' | 'whole';
  /** Reads one file from a position to its last complete line, and says where it stopped. */
  read(file: SourceFile, from: ReadPosition, sink: EntrySink): ReadPosition;
}
