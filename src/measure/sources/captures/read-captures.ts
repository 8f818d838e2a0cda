import { isRecord, Fields, WrongShape } from '../common/fields.ts';
import { asFields, guardShape, readShapedLines } from '../common/shaped-lines.ts';
import { endOf, readDocument } from '../common/whole-document.ts';
import type { SourceLocation } from '../../../call/source-location.ts';
import { startOfFile, type EntrySink, type ReadPosition, type SourceFile } from '../source.ts';
import { CaptureReader, type ReadCall } from './capture-reader.ts';
import { translate, type CapturedExchange } from './captured-exchange.ts';
import { recordOfHarEntry, recordOfLine, type CapturedRecord } from './captured-record.ts';
import { readHead } from './read-head.ts';

/** Takes every exchange beside what became of it. */
export type ExchangeVisitor = (exchange: CapturedExchange, call: ReadCall | undefined) => void;

function isJson(text: string, isWanted: (value: unknown) => boolean = () => true): boolean {
  try {
    return isWanted(JSON.parse(text));
  } catch {
    return false;
  }
}

/**
 * A document rather than lines: a HAR, a wrapped LHAR, a list, or one exchange over several lines. A log whose first line
 * is damaged is a log all the same: its second one is whole, which the second line of a document is not.
 */
function isDocument(path: string): boolean {
  const head = readHead(path).trimStart();
  const [first = '', second = ''] = head.split(/\r?\n/, 2);
  if (/^\{\s*"(?:log|lhar)"\s*:/.test(head)) return true;
  if (first.length === head.length) return head.startsWith('[');
  if (isJson(second, isRecord)) return false;
  if (!isJson(first)) return true;
  return first.startsWith('[') && second.trim() === '';
}

/** The entries of a document, each with how it is read. */
function* recordsOf(document: unknown): Generator<() => CapturedRecord | undefined> {
  const list = (fields: Fields, name: string, read: (entry: Fields) => CapturedRecord | undefined): (() => CapturedRecord | undefined)[] =>
    fields.list(name).map((value, index) => () => read(asFields(value, `${fields.pathOf(name)}.${index}`)));
  if (Array.isArray(document)) {
    yield* document.map((value, index) => () => recordOfLine(asFields(value, String(index))));
    return;
  }
  const fields = asFields(document);
  const [har, lhar] = [fields.record['log'], fields.record['lhar']];
  if (isRecord(har)) yield* list(new Fields(har, 'log'), 'entries', recordOfHarEntry);
  else if (isRecord(lhar)) yield* list(new Fields(lhar, 'lhar'), 'entries', recordOfLine);
  else yield () => recordOfLine(fields);
}

/** Reads a file of captures of any form. An exchange that cannot be read costs itself. */
export function readCaptures(file: SourceFile, sink: EntrySink, visit: ExchangeVisitor = () => {}): ReadPosition {
  const reader = new CaptureReader(sink);
  const take = (record: CapturedRecord | undefined, location: SourceLocation): void => {
    const exchange = record === undefined ? undefined : translate(record);
    if (exchange !== undefined) visit(exchange, reader.read(exchange, location));
  };
  if (!isDocument(file.path)) {
    return readShapedLines(file, startOfFile, sink, (line, location) => {
      // The first line of an LHAR file only names its session.
      if (line.record['type'] === 'session') return;
      const record = recordOfLine(line);
      if (record === undefined) throw new WrongShape('request');
      take(record, location);
    });
  }
  const document = readDocument(file, sink);
  if (document === undefined) return endOf(file);
  guardShape(file, 1, sink, () => {
    for (const record of recordsOf(document.value)) guardShape(file, 1, sink, () => take(record(), document.location));
  });
  return endOf(file);
}
