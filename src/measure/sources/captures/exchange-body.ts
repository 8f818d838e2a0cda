import { isRecord, WrongShape, type Fields } from '../common/fields.ts';
import { Fields as FieldsOf } from '../common/fields.ts';
import { base64Step, jsonStep, streamStep } from '../../wire/embedded-step.ts';
import { isStream, streamEvents } from '../../wire/stream-events.ts';
import type { WireDialect } from '../../wire/wire-dialect.ts';

/** A body as a logger keeps it: the JSON itself, its text, or a stream's text; with the path to it. */
export interface ExchangeBody {
  readonly value: unknown;
  readonly path: string;
}

/** The body under a name; undefined where there is none. */
export const bodyAt = (holder: Fields, name: string): ExchangeBody | undefined =>
  holder.has(name) ? { value: holder.record[name], path: holder.pathOf(name) } : undefined;

/** The same body out of base64. */
export const decoded = ({ value, path }: ExchangeBody): ExchangeBody =>
  typeof value === 'string' ? { value: Buffer.from(value, 'base64').toString('utf8'), path: `${path}.${base64Step}` } : { value, path };

/** A body that is one JSON object. @throws {WrongShape} where it is something else */
export function jsonBody({ value, path }: ExchangeBody): Fields {
  if (isRecord(value)) return new FieldsOf(value, path);
  if (typeof value !== 'string') throw new WrongShape(path);
  let parsed: unknown;
  try {
    parsed = JSON.parse(value);
  } catch {
    throw new WrongShape(path);
  }
  if (!isRecord(parsed)) throw new WrongShape(path);
  return new FieldsOf(parsed, `${path}.${jsonStep}`);
}

/** A response's body, put together where it was streamed; undefined where it is no JSON (a page of an error). */
export function responseBody(body: ExchangeBody, dialect: WireDialect): Fields | undefined {
  const { value, path } = body;
  if (typeof value === 'string' && isStream(value)) {
    return new FieldsOf(dialect.assemble(streamEvents(value)), `${path}.${streamStep(dialect.name)}`);
  }
  try {
    return jsonBody(body);
  } catch (error) {
    if (error instanceof WrongShape) return undefined;
    throw error;
  }
}
