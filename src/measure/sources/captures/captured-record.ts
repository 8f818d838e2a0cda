import { timestamp, type Timestamp } from '../../../base/units.ts';
import { isRecord, Fields } from '../common/fields.ts';
import { bodyAt, decoded, type ExchangeBody } from './exchange-body.ts';

/** One request and its response as they were logged, in whatever form. Of headers only a session's id is looked at. */
export interface CapturedRecord {
  readonly request: ExchangeBody;
  readonly response: ExchangeBody | undefined;
  readonly url: string | undefined;
  readonly dialect: string | undefined;
  readonly session: string | undefined;
  readonly status: number | undefined;
  readonly time: Timestamp | undefined;
  readonly duration: number | undefined;
}

/** Names under which loggers keep the two. */
export const requestNames = ['request_body', 'requestBody', 'request_json', 'request', 'req'] as const;
export const responseNames = ['response_body', 'responseBody', 'response_json', 'response', 'res'] as const;
const timeNames = [
  'time',
  'timestamp',
  'ts',
  'started_at',
  'startedAt',
  'startTime',
  'start_time',
  'created_at',
  'startedDateTime',
] as const;
const millisecondNames = ['duration_ms', 'durationMs', 'latency_ms', 'elapsed_ms', 'total_ms'] as const;
const sessionNames = [
  'session',
  'session_id',
  'sessionId',
  'conversation_id',
  'conversationId',
  'thread_id',
  'trace_id',
  'traceId',
] as const;
const sessionHeaders = ['x-session-id', 'session-id', 'session_id', 'x-conversation-id', 'x-claude-code-session-id'] as const;

/** Times before this are seconds: as milliseconds they would lie in 1973. */
const firstMilliseconds = 1e11;

function textAt(fields: Fields | undefined, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = fields?.record[name];
    if (typeof value === 'string' && value !== '') return value;
  }
  return undefined;
}

function numberAt(fields: Fields | undefined, names: readonly string[]): number | undefined {
  for (const name of names) {
    const value = fields?.record[name];
    if (typeof value === 'number' && Number.isFinite(value)) return value;
  }
  return undefined;
}

function timeOf(fields: Fields, names: readonly string[] = timeNames): Timestamp | undefined {
  for (const name of names) {
    const value = fields.record[name];
    if (typeof value === 'string') {
      const time = Date.parse(value);
      if (Number.isFinite(time)) return timestamp(time);
    }
    if (typeof value === 'number' && value > 0) return timestamp(Math.round(value < firstMilliseconds ? value * 1000 : value));
  }
  return undefined;
}

/** A header of a logged request; loggers keep headers as an object or as a list of names and values. */
function headerOf(request: Fields | undefined, names: readonly string[]): string | undefined {
  const headers = request?.record['headers'] ?? request?.record['request_headers'];
  const pairs: readonly (readonly [string, unknown])[] = Array.isArray(headers)
    ? headers.filter(isRecord).map((header) => [String(header['name']), header['value']] as const)
    : isRecord(headers)
      ? Object.entries(headers)
      : [];
  const found = pairs.find(([name]) => names.includes(name.toLowerCase()))?.[1];
  return typeof found === 'string' && found !== '' ? found : undefined;
}

/** A body may stand under the name itself, or in an HTTP message that stands there (`request.body`). */
function bodyIn(holder: Fields, names: readonly string[]): { readonly body?: ExchangeBody; readonly message?: Fields } {
  for (const name of names) {
    const body = bodyAt(holder, name);
    if (body === undefined) continue;
    const message = isRecord(body.value) ? new Fields(body.value, body.path) : undefined;
    const inner = message === undefined ? undefined : (bodyAt(message, 'body') ?? bodyAt(message, 'json') ?? bodyAt(message, 'text'));
    // `text` is also a field of OpenAI's Responses requests.
    const isMessage = message !== undefined && inner !== undefined && !message.has('model') && !message.has('contents');
    return isMessage ? { body: inner, message } : { body, ...(message === undefined ? {} : { message }) };
  }
  return {};
}

/** One line of a log of requests and responses, or an entry of an LHAR file; undefined where it holds no request. */
export function recordOfLine(line: Fields): CapturedRecord | undefined {
  const raw = line.fields('raw') ?? line;
  const http = isRecord(line.record['http']) ? new Fields(line.record['http'], line.pathOf('http')) : undefined;
  const timings = isRecord(line.record['timings']) ? new Fields(line.record['timings']) : undefined;
  const asked = bodyIn(raw, requestNames);
  const answered = bodyIn(raw, responseNames);
  // A logger of an SDK keeps the request's fields beside the response.
  const flat =
    Array.isArray(line.record['messages']) || Array.isArray(line.record['contents']) ? { value: line.record, path: line.path } : undefined;
  const request = asked.body ?? flat;
  if (request === undefined) return undefined;
  const places = [line, asked.message, http];
  const found = (names: readonly string[]): string | undefined =>
    places.map((place) => textAt(place, names)).find((text) => text !== undefined);
  return {
    request,
    response: answered.body,
    url: found(['url', 'path', 'endpoint']),
    dialect: found(['dialect', 'api_format', 'apiFormat']),
    session:
      textAt(line, sessionNames) ??
      [asked.message, http, line].map((place) => headerOf(place, sessionHeaders)).find((id) => id !== undefined),
    status: [line, answered.message, http]
      .map((place) => numberAt(place, ['status', 'status_code', 'statusCode']))
      .find((status) => status !== undefined),
    time: timeOf(line) ?? (asked.message === undefined ? undefined : timeOf(asked.message)),
    duration: numberAt(line, millisecondNames) ?? numberAt(timings, millisecondNames),
  };
}

/** One entry of a HAR file (HAR 1.2); undefined for anything but a `POST` with a body. */
export function recordOfHarEntry(entry: Fields): CapturedRecord | undefined {
  const request = entry.requiredFields('request');
  const post = request.fields('postData');
  const body = post === undefined ? undefined : bodyAt(post, 'text');
  if (request.text('method')?.toUpperCase() !== 'POST' || post === undefined || body === undefined) return undefined;
  const response = entry.fields('response');
  const content = response?.fields('content');
  const answer = content === undefined ? undefined : bodyAt(content, 'text');
  const isEncoded = content?.text('encoding') === 'base64';
  return {
    request: post.text('encoding') === 'base64' ? decoded(body) : body,
    response: answer !== undefined && isEncoded ? decoded(answer) : answer,
    url: request.name('url'),
    dialect: undefined,
    session: headerOf(request, sessionHeaders),
    status: response?.number('status'),
    time: timeOf(entry, ['startedDateTime']),
    duration: entry.number('time'),
  };
}
