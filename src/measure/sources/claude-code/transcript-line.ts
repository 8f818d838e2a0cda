import { timestamp, type Timestamp } from '../../../base/units.ts';
import type { SessionId } from '../../../call/entry.ts';
import { Latest } from '../common/latest.ts';
import { fieldOf, isObject, textField, type Complain, type JsonObject } from './json-fields.ts';

/** The envelope that all lines of a transcript share, checked; what is inside is not. */
export interface TranscriptLine {
  readonly type: string;
  readonly uuid: string | undefined;
  readonly parentUuid: string | undefined;
  /** The line says nothing about its parent, not even that it has none. */
  readonly parentUnknown: boolean;
  readonly session: SessionId | undefined;
  readonly agentId: string | undefined;
  readonly isSidechain: boolean;
  readonly isMeta: boolean;
  readonly time: Timestamp | undefined;
  readonly raw: JsonObject;
}

export const sessionIdOf = (id: string): SessionId => `claude-code:${id}` as SessionId;

/** Milliseconds of an ISO time, or undefined where there is none; a value that is no time is complained of. */
export function readTime(value: unknown, field: string, complain: Complain): Timestamp | undefined {
  if (value === undefined || value === null) return undefined;
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  if (!Number.isNaN(time)) return timestamp(time);
  complain(field);
  return undefined;
}

/** Workflow agents append their own id to the session's. */
const withoutAgent = (id: string): string => {
  const at = id.indexOf('#agent-');
  return at > 0 ? id.slice(0, at) : id;
};

const latestSession = new Latest((id) => sessionIdOf(withoutAgent(id)));

/**
 * Envelope of a line, of a transcript or of `claude -p --output-format stream-json`, which writes `session_id` and
 * names no parents. Undefined, with a complaint, where the line is no object or has no type.
 */
export function readTranscriptLine(value: unknown, complain: Complain): TranscriptLine | undefined {
  const raw = isObject(value) ? value : undefined;
  const type = fieldOf(raw, 'type');
  if (raw === undefined || typeof type !== 'string') {
    complain(raw === undefined ? '' : 'type');
    return undefined;
  }
  const uuid = textField(fieldOf(raw, 'uuid'), 'uuid', complain);
  const parentUuid = textField(fieldOf(raw, 'parentUuid'), 'parentUuid', complain);
  const sessionId = textField(fieldOf(raw, 'sessionId') ?? fieldOf(raw, 'session_id'), 'sessionId', complain);
  const agentId = textField(fieldOf(raw, 'agentId'), 'agentId', complain);
  const time = readTime(fieldOf(raw, 'timestamp'), 'timestamp', complain);
  return {
    type,
    parentUnknown: fieldOf(raw, 'parentUuid') === undefined,
    isSidechain: fieldOf(raw, 'isSidechain') === true,
    isMeta: fieldOf(raw, 'isMeta') === true,
    raw,
    uuid,
    parentUuid,
    session: sessionId === undefined ? undefined : latestSession.of(sessionId),
    agentId,
    time,
  };
}
