/** Stable, lower-case, dash-separated name of a kind of bad input, e.g. `unknown-model`. */
export type TareErrorCode = string;

export interface TareErrorDetails {
  /** Stable name that a script may test for. */
  readonly code: TareErrorCode;
  /** What is wrong and where: names the file, line, field or option. */
  readonly message: string;
  /** What the person can do about it. */
  readonly hint: string;
  readonly cause?: unknown;
}

const marker = Symbol.for('tare.error');

/** Bad input, or a world that is not as it should be. A bug is an assertion, never this. */
export class TareError extends Error {
  readonly code: TareErrorCode;
  readonly hint: string;
  readonly [marker] = true;

  constructor(details: TareErrorDetails) {
    super(details.message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'TareError';
    this.code = details.code;
    this.hint = details.hint;
  }

  /** True also for an error that another copy of this class made (a worker, a second bundle). */
  static isInstance(value: unknown): value is TareError {
    return typeof value === 'object' && value !== null && marker in value;
  }
}
