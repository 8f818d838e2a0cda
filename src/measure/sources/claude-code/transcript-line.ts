import type { Timestamp } from '../../../base/units.ts';
import type { SessionId } from '../../../call/entry.ts';
import type { JsonNode, JsonTape } from '../json/json-tape.ts';
import { RepeatedText } from '../json/repeated-text.ts';
import type { Complain } from './json-fields.ts';
import { named } from './line-names.ts';
import { textOfNode } from './node-fields.ts';
import { readTime } from './transcript-time.ts';

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
  /** The object of the line, or that of a message replayed in it. */
  readonly node: JsonNode;
}

export const sessionIdOf = (id: string): SessionId => `claude-code:${id}` as SessionId;

/** Workflow agents append their own id to the session's. */
const withoutAgent = (id: string): string => {
  const at = id.indexOf('#agent-');
  return at > 0 ? id.slice(0, at) : id;
};

const types = new RepeatedText();
const uuids = new RepeatedText();
const sessionIds = new RepeatedText();
const agentIds = new RepeatedText();
let latestId = '';
let latestSession = sessionIdOf('');

function sessionOf(id: string | undefined): SessionId | undefined {
  if (id === undefined) return undefined;
  if (id !== latestId) {
    latestId = id;
    latestSession = sessionIdOf(withoutAgent(id));
  }
  return latestSession;
}

/**
 * Envelope of a line, of a transcript or of `claude -p --output-format stream-json`, which writes `session_id` and
 * names no parents. Undefined, with a complaint, where the line is no object or has no type.
 */
export function readTranscriptLine(tape: JsonTape, complain: Complain): TranscriptLine | undefined {
  const node = tape.root;
  const type = tape.member(node, named.type);
  if (!tape.isText(type)) {
    complain(tape.isObject(node) ? 'type' : '');
    return undefined;
  }
  const parent = tape.member(node, named.parentUuid);
  // The parent is mostly the line before.
  const previous = uuids.isSame(tape, parent) ? uuids.text : undefined;
  const uuid = textOfNode(tape, tape.member(node, named.uuid), 'uuid', complain, uuids);
  const parentUuid = previous ?? textOfNode(tape, parent, 'parentUuid', complain);
  const inTranscript = tape.member(node, named.sessionId);
  const inStream = tape.isNothing(inTranscript) ? tape.member(node, named.session_id) : inTranscript;
  const sessionId = textOfNode(tape, inStream, 'sessionId', complain, sessionIds);
  const agentId = textOfNode(tape, tape.member(node, named.agentId), 'agentId', complain, agentIds);
  const time = readTime(tape, tape.member(node, named.timestamp), 'timestamp', complain);
  return {
    type: types.of(tape, type),
    parentUnknown: !tape.isThere(parent),
    isSidechain: tape.isTrue(tape.member(node, named.isSidechain)),
    isMeta: tape.isTrue(tape.member(node, named.isMeta)),
    node,
    uuid,
    parentUuid,
    session: sessionOf(sessionId),
    agentId,
    time,
  };
}
