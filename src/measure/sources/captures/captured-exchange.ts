import type { Timestamp } from '../../../base/units.ts';
import { usageFields } from '../../../call/usage.ts';
import { dialectOf } from '../../wire/dialects.ts';
import type { DialectName, WireRequest, WireResponse } from '../../wire/wire-dialect.ts';
import { isRecord, WrongShape, type Fields } from '../common/fields.ts';
import type { CapturedRecord } from './captured-record.ts';
import { jsonBody, responseBody } from './exchange-body.ts';

/** Why a request was not answered. */
export interface CapturedFailure {
  readonly reason: 'api-error' | 'rate-limit' | 'aborted';
}

/** One request and its response, translated from its dialect. */
export interface CapturedExchange {
  readonly dialect: DialectName;
  readonly request: WireRequest;
  /** The request's body as it was sent. */
  readonly body: Fields;
  /** Absent where nothing came, or an error. */
  readonly response?: WireResponse;
  readonly failure?: CapturedFailure;
  readonly url?: string;
  readonly session?: string;
  readonly time?: Timestamp;
  readonly ended?: Timestamp;
}

function failureOf(status: number | undefined, body: Fields | undefined): CapturedFailure | undefined {
  const error = body?.record['error'];
  const isError = (status !== undefined && status >= 400) || (error !== undefined && error !== null);
  if (!isError) return status === 0 ? { reason: 'aborted' } : undefined;
  const words = isRecord(error) ? `${String(error['type'])} ${String(error['code'])}` : '';
  return { reason: status === 429 || /rate_?limit|RESOURCE_EXHAUSTED/i.test(words) ? 'rate-limit' : 'api-error' };
}

/**
 * Translates a logged exchange; undefined for one that is no call of a model.
 * @throws {WrongShape} naming the field that is not as its dialect has it
 */
export function translate(record: CapturedRecord): CapturedExchange | undefined {
  const { response: answered, url, status, time, duration } = record;
  let body: Fields;
  try {
    body = jsonBody(record.request);
  } catch (error) {
    // A log of all traffic holds forms and uploads too: where an address says that it is no call, it is none.
    if (error instanceof WrongShape && url !== undefined && dialectOf({}, undefined, { url }) === undefined) return undefined;
    throw error;
  }
  const shown = typeof answered?.value === 'string' || isRecord(answered?.value) ? answered.value : undefined;
  const dialect = dialectOf(body.record, shown, { stated: record.dialect, url });
  if (dialect === undefined) {
    if (url === undefined) throw new WrongShape(body.path === '' ? 'request' : body.path);
    return undefined;
  }
  const request = dialect.request(body, url);
  const received = answered === undefined ? undefined : responseBody(answered, dialect);
  const failure =
    failureOf(status, received) ?? (answered === undefined || received === undefined ? ({ reason: 'aborted' } as const) : undefined);
  const response = received === undefined ? undefined : dialect.response(received);
  const isAnswer =
    response !== undefined && (response.pieces.length > 0 || usageFields.some((field) => response.usage[field] !== undefined));
  const session = record.session ?? request.session;
  return {
    dialect: dialect.name,
    request,
    body,
    ...(isAnswer ? { response } : {}),
    ...(failure === undefined ? {} : { failure }),
    ...(url === undefined ? {} : { url }),
    ...(session === undefined ? {} : { session }),
    ...(time === undefined ? {} : { time }),
    ...(time === undefined || duration === undefined || duration < 0 ? {} : { ended: (time + Math.round(duration)) as Timestamp }),
  };
}
