import { expect, test } from 'vitest';
import { layoutDay } from './day-stack.ts';

test('busy, idle and dark fill the fleet; what is needed beyond it stands above its line', () => {
  const day = layoutDay(
    [
      { busy: 40, idleHot: 40, dark: 20, needed: 50 },
      { busy: 100, idleHot: 0, dark: 0, needed: 140 },
    ],
    100,
    200,
    100,
  );
  const sizes = (hour: number) =>
    Object.fromEntries(day.boxes.filter((box) => box.hour === hour).map((box) => [box.state, Math.round((box.height / 100) * day.top)]));
  expect(sizes(0)).toEqual({ busy: 40, idleHot: 40, dark: 20 });
  expect(sizes(1)).toEqual({ busy: 100, shortfall: 40 });
  expect(day.boxes.find((box) => box.state === 'shortfall')?.y).toBeLessThan(day.fleetY);
});
