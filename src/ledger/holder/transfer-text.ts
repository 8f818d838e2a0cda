/*
 * JSON that keeps what JSON loses: typed arrays, maps and absent values inside arrays. A value that needs it becomes
 * an object with the one key `$tare`; nothing Tare answers has such a key of its own.
 */

const arrayTypes = { Uint8Array, Uint32Array, Int32Array, Float64Array } as const;
type ArrayTypeName = keyof typeof arrayTypes;
const isArrayTypeName = (name: string): name is ArrayTypeName => name in arrayTypes;

type Marked =
  | { readonly $tare: 'map'; readonly entries: readonly (readonly [unknown, unknown])[] }
  | { readonly $tare: string; readonly bytes: string };

function mark(_key: string, value: unknown): unknown {
  if (value instanceof Map) return { $tare: 'map', entries: [...value] } satisfies Marked;
  if (ArrayBuffer.isView(value) && isArrayTypeName(value.constructor.name)) {
    return {
      $tare: value.constructor.name,
      bytes: Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64'),
    } satisfies Marked;
  }
  return value;
}

function unmark(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('$tare' in value)) return value;
  const marked = value as Marked;
  if ('entries' in marked) return new Map(marked.entries);
  if (!isArrayTypeName(marked.$tare)) return value;
  const bytes = Buffer.from(marked.bytes, 'base64');
  // A copy of its own: views of more than a byte must begin on a multiple of their width.
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  return new arrayTypes[marked.$tare](buffer);
}

export const toTransferText = (value: unknown): string => JSON.stringify(value ?? null, mark);
export const fromTransferText = (text: string): unknown => JSON.parse(text, unmark) as unknown;
