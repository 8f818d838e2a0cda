/** A line that could not be read: it costs itself and nothing else. */
export interface SkippedLine {
  readonly file: string;
  readonly line: number;
  readonly reason: 'not-json' | 'invalid-utf8' | 'wrong-shape' | 'too-long' | 'unreadable-file';
  /** The field that has the wrong shape, where one is to blame. */
  readonly field?: string;
}
