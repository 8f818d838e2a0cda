import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { FinishHeap } from './finish-heap.ts';
import { IndexedHeap } from './indexed-heap.ts';

test('a finish heap gives its sequences in order, whatever was taken out of its middle', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 80 }),
      fc.array(fc.nat(), { maxLength: 20 }),
      (keys, removals) => {
        const heap = new FinishHeap(4);
        keys.forEach((key, id) => heap.push(key, id));
        const left = new Map(keys.map((key, id) => [id, key]));
        for (const removal of removals) {
          if (heap.size === 0) break;
          const place = removal % heap.size;
          left.delete(heap.idAt(place));
          heap.removeAt(place);
        }
        const expected = [...left]
          .sort(([leftId, leftKey], [rightId, rightKey]) => leftKey - rightKey || leftId - rightId)
          .map(([id]) => id);
        const popped: number[] = [];
        while (heap.size > 0) popped.push(heap.pop());
        expect(popped).toEqual(expected);
      },
    ),
  );
});

test('an indexed heap knows the earliest after any change', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(9), fc.integer({ min: 0, max: 20 })), { maxLength: 100 }), (changes) => {
      const heap = new IndexedHeap(10);
      const keys = Array.from<number>({ length: 10 }).fill(Number.POSITIVE_INFINITY);
      for (const [thing, key] of changes) {
        heap.update(thing, key);
        keys[thing] = key;
        expect(heap.firstKey).toBe(Math.min(...keys));
        expect(heap.first).toBe(keys.indexOf(Math.min(...keys)));
      }
    }),
  );
});
