import { expect, test } from 'vitest';
import { tokens } from '../../src/base/units.ts';
import type { SegmentKind } from '../../src/call/segment-kind.ts';
import type { SessionCall } from '../../src/show/answers/session-answer.ts';
import { columnAt, layoutContext, type ContextPicture } from './context-columns.ts';

const call = (index: number, byKind: Partial<Record<SegmentKind, number>>, read: number, lost = false): SessionCall => {
  const context = Object.values(byKind).reduce((sum, value) => sum + value, 0);
  return {
    index,
    time: null,
    model: null,
    turn: 1,
    context: tokens(context),
    byKind: Object.fromEntries(Object.entries(byKind).map(([kind, value]) => [kind, tokens(value)])),
    byTier: { read: tokens(read) },
    output: null,
    outputLogged: null,
    usd: null,
    price: 'unpriced',
    loss: lost ? { cause: { cause: 'unknown' }, tokens: tokens(1), usd: null } : null,
    afterCompaction: false,
  };
};

const letters: Partial<Record<SegmentKind, string>> = { unseen: 'u', system: 's', user: 'p', 'tool-result': 'r' };

/** One character a column and row; small letters were read from cache, capitals were written or uncached. */
function drawn(picture: ContextPicture, height: number): string {
  const rows = Array.from({ length: height }, (_, y) =>
    picture.columns
      .map((column) => {
        const box = picture.boxes.find((candidate) => candidate.x === column.x && candidate.y <= y && y < candidate.y + candidate.height);
        if (box === undefined) return ' ';
        const letter = letters[box.kind] ?? '?';
        return box.pale ? letter : letter.toUpperCase();
      })
      .join(''),
  );
  return rows.map((row) => row.trimEnd()).join('\n');
}

test('a column a call, pale below the waterline, a lost cache lights up to the foot', () => {
  const picture = layoutContext(
    [
      call(0, { system: 1, user: 1 }, 0),
      call(1, { system: 1, user: 1, 'tool-result': 1 }, 2),
      call(2, { system: 1, user: 1, 'tool-result': 2 }, 0, true),
      call(3, { system: 1, user: 1, 'tool-result': 2 }, 3),
    ],
    { width: 40, height: 4 },
  );
  expect(drawn(picture, 4)).toBe(['  RR', ' RRr', 'PpPp', 'SsSs'].join('\n'));
  expect(picture.columns.map((column) => column.lost)).toEqual([false, false, true, false]);
});

test('more calls than pixels: the largest context of each column is drawn, and no loss is hidden', () => {
  const calls = Array.from({ length: 1000 }, (_, index) => call(index, { user: index === 501 ? 90 : 10 }, 10, index === 700));
  const picture = layoutContext(calls, { width: 200, height: 90 });
  expect(picture.columns).toHaveLength(100);
  expect(picture.columns[50]?.call).toBe(501);
  expect(picture.columns.filter((column) => column.lost).map((column) => [column.first, column.last])).toEqual([[700, 709]]);
  expect(columnAt(picture.columns, 101)).toBe(50);
});
