import { readFileSync } from 'node:fs';
import type { Bytes } from '../../../base/units.ts';
import type { SourceLocation } from '../../../call/source-location.ts';
import { decodeLine } from '../line-reader.ts';
import type { EntrySink, ReadPosition, SourceFile } from '../source.ts';

/** Larger documents are passed over: one text in memory must stay a small part of it. */
const largestDocument = 256 * 1024 * 1024;

export interface WholeDocument {
  readonly value: unknown;
  readonly location: SourceLocation;
}

/**
 * Reads a file that is one JSON document. What is not one is skipped as line 1, and `undefined` is returned: a
 * document that is being rewritten is found complete at the next reading.
 * @throws the file system's error when the file cannot be opened or read
 */
export function readDocument(file: SourceFile, sink: EntrySink): WholeDocument | undefined {
  const place = { file: file.path, line: 1 };
  if (file.size > largestDocument) {
    sink.skipped({ ...place, reason: 'too-long' });
    return undefined;
  }
  const content = readFileSync(file.path);
  const text = decodeLine(content);
  if (text === undefined) {
    sink.skipped({ ...place, reason: 'invalid-utf8' });
    return undefined;
  }
  try {
    const value: unknown = JSON.parse(text);
    return { value, location: { ...place, offset: 0 as Bytes, length: content.length as Bytes } };
  } catch {
    sink.skipped({ ...place, reason: 'not-json' });
    return undefined;
  }
}

/** Where reading of a whole document stopped. */
export const endOf = (file: SourceFile): ReadPosition => ({ offset: file.size, line: 1 });
