import { decodeLine } from '../line-reader.ts';
import { fieldOf, isObject } from './json-fields.ts';

/** What a line says, without the bulk that was never sent to a model. */
export interface ParsedLine {
  readonly value: unknown;
  /** Where in the line's bytes the structured repeat of a tool's result was cut off. */
  readonly cutAt?: number;
}

const toolUseResult = Buffer.from(',"toolUseResult":');
const afterToolUseResult = Buffer.from(',"sourceToolAssistantUUID":');
const base64Image = Buffer.from('"type":"base64"');
const dataField = Buffer.from('"data":"');
const quote = 0x22;
const closingBrace = 0x7d;

/** Below this a cut saves less than the search for it costs. */
const worthCutting = 1024;
const tailSearched = 2048;
/** Kept of an image: enough to find its size behind the metadata of a camera. */
const keptOfImage = 96 * 1024;

/** The name of a field with its quotes cannot stand inside a string, where quotes are escaped. */
const findTail = (bytes: Buffer, from: number): number => bytes.indexOf(afterToolUseResult, Math.max(from, bytes.length - tailSearched));

function withoutImageBulk(bytes: Buffer): Buffer {
  if (bytes.length < keptOfImage || bytes.indexOf(base64Image) === -1) return bytes;
  const kept: Buffer[] = [];
  let from = 0;
  for (let at = bytes.indexOf(dataField); at !== -1; at = bytes.indexOf(dataField, from)) {
    const dataFrom = at + dataField.length;
    const dataTo = bytes.indexOf(quote, dataFrom);
    if (dataTo === -1) break;
    if (dataTo - dataFrom > keptOfImage) {
      kept.push(bytes.subarray(from, dataFrom + keptOfImage));
      from = dataTo;
    } else {
      kept.push(bytes.subarray(from, dataTo));
      from = dataTo;
    }
  }
  if (kept.length === 0) return bytes;
  kept.push(bytes.subarray(from));
  return Buffer.concat(kept);
}

const lineEnd = Buffer.from('}');
let joinedBytes = Buffer.allocUnsafeSlow(1 << 18);

/** Both as one, until the next are joined: joined as texts they would be copied once more to be parsed. */
function joined(head: Buffer, tail: Buffer): Buffer {
  const length = head.length + tail.length;
  if (length > joinedBytes.length) joinedBytes = Buffer.allocUnsafeSlow(length);
  head.copy(joinedBytes);
  tail.copy(joinedBytes, head.length);
  return joinedBytes.subarray(0, length);
}

const wholeFields = ['type', 'message', 'uuid', 'sessionId'];

const isWhole = (value: unknown): boolean => isObject(value) && wholeFields.every((name) => fieldOf(value, name) !== undefined);

/** The line without `toolUseResult`, which repeats in structured form what stands in the message; undefined if that fails. */
function parseWithoutRepeat(bytes: Buffer, at: number): unknown {
  if (bytes[bytes.length - 1] !== closingBrace) return undefined;
  const tailAt = findTail(bytes, at);
  const text = decodeLine(joined(withoutImageBulk(bytes.subarray(0, at)), tailAt === -1 ? lineEnd : bytes.subarray(tailAt)));
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isWhole(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Parses a line of a transcript. What is large and was never sent (repeats of tool results, the bulk of images) is
 * cut before it is parsed; where a cut does not leave a whole line, the line is parsed as it stands.
 * A line that may be half written is never cut: only the whole of it shows whether it is complete.
 * @returns undefined where the bytes are not UTF-8
 * @throws {SyntaxError} where they are not JSON
 */
export function parseLine(bytes: Buffer, isTerminated: boolean): ParsedLine | undefined {
  if (isTerminated && bytes.length > worthCutting) {
    const at = bytes.indexOf(toolUseResult);
    if (at !== -1) {
      const value = parseWithoutRepeat(bytes, at);
      if (value !== undefined) return { value, cutAt: at };
    }
  }
  const text = decodeLine(isTerminated ? withoutImageBulk(bytes) : bytes);
  return text === undefined ? undefined : { value: JSON.parse(text) };
}
