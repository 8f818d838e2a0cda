import { expect, test } from 'vitest';
import { stackLanes, turnSpans } from './session-lanes.ts';

const column = (first: number) => ({ x: first * 10, width: 9, call: first, first, last: first, top: 0, waterline: undefined, lost: false });

test('a turn spans its calls', () => {
  const calls = [1, 1, 2, 2, 2].map((turn) => ({ turn }));
  expect(
    turnSpans(
      calls as never,
      calls.map((_, index) => column(index)),
    ),
  ).toMatchObject([
    { x: 0, width: 19, name: 'turn 1' },
    { x: 20, width: 29, name: 'turn 2' },
  ]);
});

test('runs at the same time stand in lanes of their own, later ones take up a free lane', () => {
  const lanes = stackLanes([
    { x: 0, width: 30, name: 'a' },
    { x: 10, width: 10, name: 'b' },
    { x: 40, width: 10, name: 'c' },
  ]);
  expect(lanes.map(({ lane }) => lane)).toEqual([0, 1, 0]);
});
