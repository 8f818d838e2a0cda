import type { Timestamp } from '../base/units.ts';

/** Everything outside the process that a command may touch; made once in `main.ts`, replaced in tests. */
export interface World {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly homeDirectory: string;
  readonly workingDirectory: string;
  readonly clock: () => Timestamp;
  /** Answers: one call is one complete piece of output, newline included by the caller. */
  readonly writeOutput: (text: string) => void;
  /** Progress and warnings. */
  readonly writeError: (text: string) => void;
  readonly outputIsTerminal: boolean;
  readonly errorIsTerminal: boolean;
  /** Columns of the terminal, or 100 where there is none. */
  readonly columns: number;
  readonly colorDepth: 'none' | '24-bit';
  /** Aborted by Ctrl-C: long work stops cleanly. */
  readonly signal: AbortSignal;
}
