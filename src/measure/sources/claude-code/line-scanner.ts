import { isUtf8 } from 'node:buffer';
import { JsonTape, type Bulk } from '../json/json-tape.ts';
import { lineNames, named, openedNames } from './line-names.ts';

const afterToolUseResult = Buffer.from(',"sourceToolAssistantUUID":');
const base64Image = Buffer.from('"type":"base64"');
/** Shorter lines are looked at as a whole. */
const worthCutting = 1024;
const tailSearched = 2048;
/** Kept of an image: enough to find its size behind the metadata of a camera. */
const keptOfImage = 96 * 1024;

/** The name of a field with its quotes cannot stand inside a string, where quotes are escaped. */
function goOnAt(bytes: Buffer, memberAt: number): number {
  const at = bytes.indexOf(afterToolUseResult, Math.max(memberAt, bytes.length - tailSearched));
  return at === -1 ? bytes.length - 1 : at;
}

const nothing: Bulk = {};
const image: Bulk = { text: { name: named.data, kept: keptOfImage } };
const repeat: Bulk = { member: { name: named.toolUseResult, goOnAt } };
const repeatAndImage: Bulk = { ...image, ...repeat };

export type ScannedLine = 'whole' | 'not-json' | 'invalid-utf8';

/**
 * Finds the values in the lines of a transcript. What is large and was never sent (the structured repeat of a tool's
 * result, the bulk of an image) is passed over; where that does not leave a whole line, the line is taken as it stands.
 */
export class LineScanner {
  readonly tape = new JsonTape(lineNames, openedNames);

  /** A line that may be half written is taken whole: only the whole of it shows whether it is complete. */
  scan(bytes: Buffer, isTerminated: boolean): ScannedLine {
    const { tape } = this;
    const hasImage = isTerminated && bytes.length >= keptOfImage && bytes.includes(base64Image);
    try {
      const hasRepeat = isTerminated && bytes.length > worthCutting;
      tape.scan(bytes, hasImage ? repeatAndImage : hasRepeat ? repeat : nothing);
      if (tape.leftOutAt === undefined) return isUtf8(bytes) ? 'whole' : 'invalid-utf8';
      if (this.#isWhole() && isUtf8(bytes.subarray(0, tape.leftOutAt)) && isUtf8(bytes.subarray(tape.leftOutTo))) return 'whole';
    } catch {
      // Told by the second look below.
    }
    try {
      tape.scan(bytes, hasImage ? image : nothing);
    } catch {
      return isUtf8(bytes) ? 'not-json' : 'invalid-utf8';
    }
    return isUtf8(bytes) ? 'whole' : 'invalid-utf8';
  }

  #isWhole(): boolean {
    const { tape } = this;
    const { root } = tape;
    return (
      tape.isThere(tape.member(root, named.type)) &&
      tape.isThere(tape.member(root, named.message)) &&
      tape.isThere(tape.member(root, named.uuid)) &&
      tape.isThere(tape.member(root, named.sessionId))
    );
  }
}
