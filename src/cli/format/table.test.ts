import { expect, test } from 'vitest';
import { cutText, formatTable, textWidth } from './table.ts';

test('numbers stand to the right, words to the left', () => {
  const table = formatTable(
    [
      { head: 'kind', align: 'left' },
      { head: 'tok', align: 'right' },
    ],
    [
      ['user', '7'],
      ['tool-result', '1,200'],
    ],
    80,
  );
  expect(table).toBe(['  kind           tok', '  user             7', '  tool-result  1,200'].join('\n'));
});

test('colours take no room and wide characters take two columns', () => {
  expect(textWidth('\u001b[1mab\u001b[22m')).toBe(2);
  expect(textWidth('日本')).toBe(4);
});

test('a path is cut at its start', () => {
  expect(cutText('/home/me/projects/shop/src/cart.ts', 12, 'start')).toBe('…src/cart.ts'.padStart(12));
});
