import { expect, test } from 'vitest';
import { TareError } from './tare-error.ts';
import { decodeWireValue, encodeWireValue } from './wire-value.ts';

test('columns, maps and plain values come back as they were', () => {
  const value = {
    name: 'größe',
    none: null,
    map: new Map([[1, 'a']]),
    columns: { level: new Uint8Array([1, 2, 3]), start: new Float64Array([0.5, 7]), empty: new Int32Array(0) },
    rows: [{ id: new Uint32Array([4_000_000_000]) }],
  };
  expect(decodeWireValue(encodeWireValue(value))).toEqual(value);
});

test('bytes that stand anywhere in a larger buffer are read', () => {
  const bytes = encodeWireValue({ column: new Float64Array([1, 2]) });
  const larger = new Uint8Array(bytes.length + 3);
  larger.set(bytes, 3);
  expect(decodeWireValue(larger.subarray(3))).toEqual({ column: new Float64Array([1, 2]) });
});

test('damaged bytes are refused', () => {
  expect(() => decodeWireValue(encodeWireValue({ column: new Float64Array([1, 2]) }).subarray(0, 20))).toThrow(TareError);
  expect(() => decodeWireValue(new Uint8Array(0))).toThrow(TareError);
});
