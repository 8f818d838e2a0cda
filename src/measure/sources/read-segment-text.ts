import { closeSync, openSync, readSync } from 'node:fs';
import { hashText, type ContentHash } from '../../base/content-hash.ts';
import type { SourceLocation } from '../../call/source-location.ts';
import { argumentText } from './argument-text.ts';
import { embeddedValue } from '../wire/embedded-value.ts';
import { isEmbeddedStep } from '../wire/embedded-step.ts';
import { decodeLine } from './line-reader.ts';

/** What stands at a segment's place now. */
export type SegmentText = { readonly state: 'present'; readonly text: string } | { readonly state: 'gone'; readonly why: string };

const gone = (why: string): SegmentText => ({ state: 'gone', why });
const emptyHash = hashText('');
const databaseMark = 'SQLite format 3';

/** Bytes of a location as far as the file still holds them; undefined where the file cannot be read. */
function readBytes({ file, offset, length }: SourceLocation): Buffer | undefined {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch {
    return undefined;
  }
  try {
    const bytes = Buffer.alloc(length);
    let filled = 0;
    while (filled < length) {
      const count = readSync(descriptor, bytes, filled, length - filled, offset + filled);
      if (count === 0) break;
      filled += count;
    }
    return bytes.subarray(0, filled);
  } finally {
    closeSync(descriptor);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function valueAt(value: unknown, path: string): unknown {
  let at = value;
  for (const name of path === '' ? [] : path.split('.')) {
    if (isEmbeddedStep(name)) {
      at = embeddedValue(name, at);
      continue;
    }
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return undefined;
    at = (at as Record<string, unknown>)[name];
  }
  return at;
}

/** The ways in which sources read a value as text. */
function readings(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return value === undefined ? [] : [JSON.stringify(value)];
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return [value.join('\n'), JSON.stringify(value)];
  return [argumentText(value), JSON.stringify(value)];
}

const spanOf = /^(.*)\[(\d+):(\d+)\]$/s;

/**
 * Reads a segment's text back from where it stands: the line at `location`, the path `part` in its JSON
 * (`message.content.0.text`, with `[120:480]` behind it for a part of that text).
 * @param expected hash of the text when it was read; a text with another hash is no longer that segment's
 */
export function readSegmentText(location: SourceLocation, part: string, expected?: ContentHash): SegmentText {
  const bytes = readBytes(location);
  if (bytes === undefined) return gone('the file is gone or cannot be read');
  const line = bytes.length < location.length ? undefined : decodeLine(bytes);
  const value = line === undefined ? undefined : parse(line);
  if (value === undefined) {
    const isDatabase = bytes.toString('latin1').startsWith(databaseMark);
    return gone(isDatabase ? 'it stands in a database of the agent' : 'the file was changed since it was read');
  }
  const [, path = part, from, to] = spanOf.exec(part) ?? [];
  const texts = [...readings(valueAt(value, path)), ...(expected === emptyHash ? [''] : [])].map((text) =>
    from === undefined ? text : text.slice(Number(from), Number(to)),
  );
  const text = expected === undefined ? texts[0] : texts.find((candidate) => hashText(candidate) === expected);
  if (text !== undefined) return { state: 'present', text };
  return gone(texts.length === 0 ? `the line holds nothing at ${path}` : 'the text was changed since it was read');
}
