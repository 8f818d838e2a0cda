import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Segment, SegmentId } from '../../call/segment.ts';
import { reasoningFate } from './reasoning-policy.ts';
import { splitDifference } from './split-difference.ts';
import { splitOutput } from './split-output.ts';

test('a difference near the estimates is split in proportion, and a surplus beyond counting error is unseen', () => {
  expect(splitDifference(330, [100, 200])).toEqual({ sizes: [110, 220], unseen: 0 });
  expect(splitDifference(600, [100, 200])).toEqual({ sizes: [100, 200], unseen: 300 });
  expect(splitDifference(150, [100, 200])).toEqual({ sizes: [50, 100], unseen: 0 });
  expect(splitDifference(90, [])).toEqual({ sizes: [], unseen: 90 });
  expect(splitDifference(90, [0, 0])).toEqual({ sizes: [0, 0], unseen: 90 });
});

const segmentKinds = fc.constantFrom('answer', 'tool-call', 'reasoning', 'hidden');

test('sizes and what is unseen always add up to what was billed', () => {
  fc.assert(
    fc.property(fc.nat(50_000), fc.array(fc.double({ min: 0, max: 9000, noNaN: true }), { maxLength: 12 }), (difference, estimates) => {
      const { sizes, unseen } = splitDifference(difference, estimates);
      expect(sizes.reduce((sum, size) => sum + size, unseen)).toBe(difference);
      expect(sizes.every((size) => Number.isInteger(size) && size >= 0)).toBe(true);
    }),
  );
  fc.assert(
    fc.property(
      fc.nat(9000),
      fc.array(fc.tuple(segmentKinds, fc.nat(4000)), { maxLength: 8 }),
      fc.option(fc.nat(9000), { nil: undefined }),
      (output, drawn, stated) => {
        const segments = drawn.map(([kind], index): Segment => {
          const id = `e#${index}` as SegmentId;
          return kind === 'hidden' ? { id, kind: 'reasoning', part: '', hiddenCharacters: index } : { id, kind, part: '', text: profile };
        });
        const estimates = drawn.map(([, size]) => size);
        const { sizes, unseen } = splitOutput(output, segments, estimates, stated);
        expect(sizes.reduce((sum, size) => sum + size, unseen)).toBe(output);
        expect(sizes.every((size) => Number.isInteger(size) && size >= 0)).toBe(true);
      },
    ),
  );
});

const profile = { hash: '0' as NonNullable<Segment['text']>['hash'], characters: 1, classes: Array.from({ length: 14 }, () => 0) };

test('reasoning is taken to have left only where the bill says so', () => {
  expect(reasoningFate(1000, 990, 800)).toBe('kept');
  expect(reasoningFate(200, 1000, 800)).toBe('dropped');
  expect(reasoningFate(-2065, 60, 2100)).toBe('dropped');
  expect(reasoningFate(1200, 1000, 800)).toBe('kept');
  expect(reasoningFate(990, 1000, 12)).toBe('kept');
  expect(reasoningFate(100, 1000, 0)).toBe('kept');
});
