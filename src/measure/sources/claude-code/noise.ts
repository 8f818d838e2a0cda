/*
 * Lines that never reach a model: told apart by their first bytes, without parsing. They can be a third of a file.
 */

const headLength = 640;
const parentPattern = /"parentUuid":"([^"\\]{1,64})"/;
const uuidPattern = /"uuid":"([^"\\]{1,64})"/;
const noiseWithoutId = ['{"type":"file-history-snapshot"', '{"type":"queue-operation"', '{"type":"last-prompt"', '{"type":"ai-title"'];
const closingBrace = 0x7d;
const longestPrefix = 31;

/** The line is no content; where it has an id, entries may name it as their parent. */
export interface NoiseLine {
  readonly uuid?: string;
  readonly parentUuid?: string;
}

const nothing: NoiseLine = {};

/** What is known of a line that is certainly noise; undefined where the line must be parsed. */
export function readNoise(bytes: Buffer): NoiseLine | undefined {
  if (bytes[bytes.length - 1] !== closingBrace) return undefined;
  const prefix = bytes.toString('latin1', 0, longestPrefix);
  if (prefix.startsWith('{"type":"')) return noiseWithoutId.some((start) => prefix.startsWith(start)) ? nothing : undefined;
  const head = bytes.toString('latin1', 0, headLength);
  const at = head.indexOf('"type":"progress","data":{"type":"');
  if (at === -1) return undefined;
  const kind = head.slice(at + 34, at + 48);
  if (!kind.startsWith('bash_progress"') && !kind.startsWith('hook_progress"') && !kind.startsWith('mcp_progress"')) return undefined;
  const tail = bytes.toString('latin1', Math.max(at, bytes.length - headLength));
  const uuid = uuidPattern.exec(tail)?.[1];
  if (uuid === undefined) return undefined;
  const parentUuid = parentPattern.exec(head)?.[1];
  return parentUuid === undefined ? { uuid } : { uuid, parentUuid };
}
