import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { linesShared, sortLines } from './line-overlap.ts';

const text = fc.array(fc.nat(5), { maxLength: 12 }).map((lines) => Uint32Array.from(lines));
const count = (lines: Uint32Array, line: number): number => lines.filter((each) => each === line).length;

test('a line is shared as often as both texts hold it, and of several others the one that holds it most counts', () => {
  fc.assert(
    fc.property(text, fc.array(text, { maxLength: 4 }), (lines, others) => {
      let expected = 0;
      for (const line of new Set(lines)) {
        expected += Math.min(count(lines, line), Math.max(0, ...others.map((other) => count(other, line))));
      }
      expect(linesShared(sortLines(lines), others.map(sortLines))).toBe(expected);
    }),
  );
});
