import type { Bytes } from '../base/units.ts';

/** Where the bytes of an entry stand: one line of a text file, or one row of another program's database. */
export interface SourceLocation {
  /** Absolute path. */
  readonly file: string;
  /** Offset of the first byte of the line. */
  readonly offset: Bytes;
  readonly length: Bytes;
  /** Line number, from 1; for a database the row number. */
  readonly line: number;
}
