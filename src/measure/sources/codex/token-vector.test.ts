import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Fields, WrongShape } from '../common/fields.ts';
import { billedBy, isBill, readVector, subtractVector, usageOf, type TokenVector } from './token-vector.ts';

const read = (record: Record<string, unknown>) => readVector(new Fields(record, 'info'));

const vector = (input: number, cached: number, output: number, reasoning: number): TokenVector => ({ input, cached, output, reasoning });

test('a line that repeats the sum bills nothing', () => {
  const total = vector(100, 50, 10, 2);
  expect(billedBy(total, total, total, false)).toEqual({});
});

test('the growth of the sum is billed; what exceeds the line’s own word is a request that was lost', () => {
  const last = vector(90, 40, 8, 1);
  expect(billedBy(vector(300, 140, 30, 6), last, vector(100, 50, 10, 2), false)).toEqual({
    lost: { bill: vector(110, 50, 12, 3), total: vector(210, 100, 22, 5) },
    request: { bill: last, total: vector(300, 140, 30, 6) },
  });
});

test('after a reset, and at the start of a fork, the line’s own word holds', () => {
  const last = vector(90, 40, 8, 1);
  expect(billedBy(last, last, vector(100, 50, 10, 2), false).request?.bill).toEqual(last);
  expect(billedBy(vector(900, 400, 80, 10), last, undefined, true).request?.bill).toEqual(last);
  expect(billedBy(vector(900, 400, 80, 10), last, undefined, false).lost?.bill.input).toBe(810);
});

test('parts that exceed their whole name the field', () => {
  expect(() => read({ input_tokens: 5, cached_input_tokens: 6, output_tokens: 1 })).toThrow(new WrongShape('info.cached_input_tokens'));
  expect(() => read({ input_tokens: 5, output_tokens: 1, reasoning_output_tokens: 2 })).toThrow('info.reasoning_output_tokens');
  expect(usageOf(read({ input_tokens: 5, output_tokens: 1 }))).toEqual({ inputUncached: 5, output: 1 });
});

test('whatever lines are lost, the bills add up to the last sum', () => {
  const bill = fc
    .tuple(fc.nat(1_000), fc.nat(1_000), fc.nat(100), fc.nat(100))
    .map(([cached, more, reasoning, rest]) => vector(cached + more + 1, cached, reasoning + rest, reasoning));
  fc.assert(
    fc.property(fc.array(fc.tuple(bill, fc.boolean()), { minLength: 1, maxLength: 12 }), (requests) => {
      let total = vector(0, 0, 0, 0);
      let before: TokenVector | undefined;
      let sum = vector(0, 0, 0, 0);
      const plus = (one: TokenVector, other: TokenVector) => subtractVector(one, subtractVector(vector(0, 0, 0, 0), other));
      for (const [request, isLost] of requests) {
        total = plus(total, request);
        if (isLost) continue;
        const { lost, request: own } = billedBy(total, request, before, false);
        before = total;
        for (const part of [lost, own]) if (part !== undefined) sum = plus(sum, part.bill);
        expect([lost, own].every((part) => part === undefined || isBill(part.bill))).toBe(true);
      }
      expect(sum).toEqual(before ?? sum);
    }),
  );
});
