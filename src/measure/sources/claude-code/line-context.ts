import type { ChainId, Entry, EntryKey, SessionId } from '../../../call/entry.ts';
import type { SourceLocation } from '../../../call/source-location.ts';
import type { RawLine } from '../line-reader.ts';
import type { Complain } from './json-fields.ts';
import type { ParsedLine } from './parse-line.ts';
import type { ReaderState } from './reader-state.ts';
import type { TranscriptLine } from './transcript-line.ts';

/** One line with all that is needed to make entries of it. */
export interface LineContext {
  readonly line: TranscriptLine;
  readonly location: SourceLocation;
  readonly key: EntryKey;
  readonly session: SessionId;
  readonly chain: ChainId;
  /** Where the line itself stands: in its session, in a sub-agent's part of it, or replayed in a parent's progress. */
  readonly origin: 'transcript' | 'sidechain' | 'progress';
  /** Path of the envelope inside the line's JSON: empty, or that of a replayed message. */
  readonly path: string;
  readonly state: ReaderState;
  readonly complain: Complain;
  readonly emit: (entry: Entry) => void;
  /** The line as it stands in the file, and as parsed: a sub-agent's id may stand in the part that was cut off. */
  readonly raw: RawLine;
  readonly parsed: ParsedLine;
}

export type Parent = EntryKey | 'previous' | 'root';

interface Head {
  readonly key: EntryKey;
  readonly source: 'claude-code';
  readonly session: SessionId;
  readonly chain: ChainId;
  readonly parent: Parent;
  readonly location: SourceLocation;
  readonly time: TranscriptLine['time'];
}

/** What all entries of a line share. */
export function headOf(context: LineContext, parent: Parent): Head {
  const { key, session, chain, location, line } = context;
  return { key, source: 'claude-code', session, chain, parent, time: line.time, location };
}

/** `previous` for lines that name no parents: replays, and the output of `claude -p`. */
export function linkedParent(context: LineContext, link: (uuid: string) => EntryKey | 'root'): Parent {
  const { line, origin } = context;
  if (origin === 'progress' || line.parentUnknown || line.uuid === undefined) return 'previous';
  return link(line.uuid);
}

/** Notes that a line holds nothing for the context, so that its children continue its parent. */
export function passOver(context: LineContext): void {
  const { line, origin, state } = context;
  if (origin !== 'progress' && line.uuid !== undefined) state.links.pass(line.uuid, line.parentUuid);
}
