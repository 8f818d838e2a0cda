/** In place of a path: a ledger that stands in memory and is gone when it is closed. */
export const inMemory = ':memory:';
