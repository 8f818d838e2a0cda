/** A broken promise inside Tare: a bug, never a consequence of bad input. */
export class AssertionError extends Error {
  constructor(message: string) {
    super(`Tare broke its own rule: ${message}`);
    this.name = 'AssertionError';
  }
}

/** @throws {AssertionError} when `condition` is false */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new AssertionError(message);
}

/** @throws {AssertionError} when `value` is absent */
export function assertExists<Value>(value: Value | undefined | null, message: string): Value {
  if (value === undefined || value === null) throw new AssertionError(message);
  return value;
}

/** Closes an exhaustive `switch`: does not compile while a case is missing. */
export function assertNever(value: never): never {
  throw new AssertionError(`unexpected value ${JSON.stringify(value)}`);
}
