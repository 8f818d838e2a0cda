/**
 * Version of the entries that sources emit. Raise it when a meaning changes: files are then read again where they
 * still stand, and entries of sources that are gone are kept as they were. History: docs/formats.md.
 */
export const entryFormatVersion = 1;
/** Version of the weighing: raise it when attribution or a detector changes, and every group is weighed again. */
export const weighingVersion = 3;
