import type { SourceLocation } from '../../../call/source-location.ts';
import { decodeLine, locationOf, readLines, type RawLine } from '../line-reader.ts';
import type { EntrySink, ReadPosition, SourceFile } from '../source.ts';
import { Fields, isRecord, WrongShape } from './fields.ts';

export interface ShapedLinesOptions {
  /** True for complete lines that need not be parsed. */
  readonly isUnwanted?: (line: RawLine) => boolean;
}

/**
 * Reads the lines of a file as JSON objects. What is not UTF-8, not JSON or of the wrong shape costs its own line:
 * it goes to the sink's `skipped`, with the field that is to blame.
 */
export function readShapedLines(
  file: SourceFile,
  from: ReadPosition,
  sink: EntrySink,
  visit: (line: Fields, location: SourceLocation) => void,
  { isUnwanted }: ShapedLinesOptions = {},
): ReadPosition {
  return readLines(
    file.path,
    from,
    (line) => {
      if (line.terminated && isUnwanted?.(line) === true) return true;
      const place = { file: file.path, line: line.number };
      const text = decodeLine(line.bytes);
      if (text === undefined) {
        if (line.terminated) sink.skipped({ ...place, reason: 'invalid-utf8' });
        return false;
      }
      let value: unknown;
      try {
        value = JSON.parse(text);
      } catch {
        if (line.terminated) sink.skipped({ ...place, reason: 'not-json' });
        return false;
      }
      guardShape(file, line.number, sink, () => visit(asFields(value), locationOf(file.path, line)));
      return true;
    },
    { tooLong: (line) => sink.skipped({ file: file.path, line, reason: 'too-long' }) },
  );
}

export function asFields(value: unknown, path = ''): Fields {
  if (!isRecord(value)) throw new WrongShape(path);
  return new Fields(value, path);
}

/**
 * Does something for one line or message; where its shape is wrong, or nests deeper than the stack allows, that is
 * counted and everything else goes on.
 */
export function guardShape(file: SourceFile, line: number, sink: EntrySink, act: () => void): void {
  try {
    act();
  } catch (error) {
    if (!(error instanceof WrongShape || error instanceof RangeError)) throw error;
    const field = error instanceof WrongShape && error.field !== '' ? { field: error.field } : {};
    sink.skipped({ file: file.path, line, reason: 'wrong-shape', ...field });
  }
}
