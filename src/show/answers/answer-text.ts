import { closeSync, openSync, readSync } from 'node:fs';
import type { SegmentId } from '../../call/segment.ts';
import type { QueryRunner } from '../../ledger/query-runner.ts';
import { findSegment, type SegmentRow } from '../../ledger/questions/find-segment.ts';
import { isEmbeddedStep } from '../../measure/wire/embedded-step.ts';
import { embeddedValue } from '../../measure/wire/embedded-value.ts';
import type { TextAnswer } from './text-answer.ts';

/** Longer texts are cut; the file and line say where the rest stands. */
const longestText = 200_000;

/** The text of a segment, read from its source now. */
export async function answerText(query: QueryRunner, segment: SegmentId): Promise<TextAnswer> {
  const found = await findSegment(query, segment);
  if (found === undefined) return { state: 'hidden', segment, why: 'It was billed, but does not stand in the transcript.' };
  if (!found.hasText) return { state: 'hidden', segment, why: 'The transcript holds it encrypted or as an image.' };
  const { file, line } = found;
  const gone = (why: string): TextAnswer => ({ state: 'gone', segment, file, line, why });
  let source: string;
  try {
    source = readRange(found);
  } catch (error) {
    return gone(`The source cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)}).`);
  }
  let value: unknown;
  try {
    value = valueAt(JSON.parse(source), found.part);
  } catch (error) {
    if (error instanceof SyntaxError) return gone('The source has changed: what stands there now is something else.');
    throw error;
  }
  if (value === undefined) return gone('The source has changed: what stands there now is something else.');
  const text = textOf(value);
  return { state: 'present', segment, file, line, text: text.slice(0, longestText), truncated: text.length > longestText };
}

function readRange({ file, offset, length }: SegmentRow): string {
  const descriptor = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(length);
    const count = readSync(descriptor, bytes, 0, length, offset);
    return bytes.toString('utf8', 0, count);
  } finally {
    closeSync(descriptor);
  }
}

/** Follows a path such as `message.content.2.text`; the empty path is the whole. */
function valueAt(value: unknown, path: string): unknown {
  if (path === '') return value;
  let current = value;
  for (const step of path.split('.')) {
    if (isEmbeddedStep(step)) {
      current = embeddedValue(step, current);
      continue;
    }
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, step)) return undefined;
    current = (current as Readonly<Record<string, unknown>>)[step];
  }
  return current;
}

/** Text as it entered the context: strings as they are, blocks of text joined, anything else as JSON. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(textOf).join('\n');
  const text = (value as { readonly text?: unknown } | null)?.text;
  return typeof text === 'string' ? text : JSON.stringify(value, null, 2);
}
