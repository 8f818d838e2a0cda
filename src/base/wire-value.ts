import { assert } from './assert.ts';
import { TareError } from './tare-error.ts';

/**
 * Bytes of a value for a local socket or a file: JSON, with typed arrays kept as packed columns behind it and maps
 * kept as maps. Layout: length of the header (u32, little-endian), header (JSON, padded with spaces to 8 bytes),
 * columns (each padded to 8 bytes, so that they are read as views, without copying).
 */
const arrayTypes = { Float64Array, Float32Array, Int32Array, Uint32Array, Uint16Array, Uint8Array } as const;
type ArrayTypeName = keyof typeof arrayTypes;
type Column = InstanceType<(typeof arrayTypes)[ArrayTypeName]>;

const columnMark = '$column';
const mapMark = '$map';

const padded = (length: number): number => Math.ceil(length / 8) * 8;

function isColumn(value: unknown): value is Column {
  return ArrayBuffer.isView(value) && value.constructor.name in arrayTypes;
}

export function encodeWireValue(value: unknown): Uint8Array<ArrayBuffer> {
  const columns: Column[] = [];
  let columnBytes = 0;
  const header = JSON.stringify(value, (_, part: unknown) => {
    if (isColumn(part)) {
      const offset = columnBytes;
      columns.push(part);
      columnBytes += padded(part.byteLength);
      return { [columnMark]: [part.constructor.name, offset, part.length] };
    }
    return part instanceof Map ? { [mapMark]: Array.from(part as Map<unknown, unknown>) } : part;
  });
  assert(header !== undefined, 'nothing to encode');
  const headerBytes = new TextEncoder().encode(header);
  const start = padded(4 + headerBytes.length);
  const bytes = new Uint8Array(start + columnBytes).fill(0x20, 4, start);
  new DataView(bytes.buffer).setUint32(0, start - 4, true);
  bytes.set(headerBytes, 4);
  let offset = start;
  for (const column of columns) {
    bytes.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), offset);
    offset += padded(column.byteLength);
  }
  return bytes;
}

/** @throws {TareError} when the bytes were not made by {@link encodeWireValue} */
export function decodeWireValue(bytes: Uint8Array): unknown {
  // Views need an aligned start; bytes out of a larger buffer may not have one.
  const whole = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
  try {
    const start = 4 + new DataView(whole.buffer, whole.byteOffset, 4).getUint32(0, true);
    const header = new TextDecoder().decode(whole.subarray(4, start));
    return JSON.parse(header, (_, part: unknown) => {
      if (typeof part !== 'object' || part === null) return part;
      if (columnMark in part) {
        const [name, offset, length] = part[columnMark] as [ArrayTypeName, number, number];
        return new arrayTypes[name](whole.buffer as ArrayBuffer, whole.byteOffset + start + offset, length);
      }
      return mapMark in part ? new Map(part[mapMark] as [unknown, unknown][]) : part;
    });
  } catch (cause) {
    throw new TareError({
      code: 'bad-wire-value',
      message: 'an answer arrived damaged',
      hint: 'Ask again; if it stays, run tare doctor.',
      cause,
    });
  }
}
