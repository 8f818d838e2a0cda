import { expect, test } from 'vitest';
import { tokens } from '../../src/base/units.ts';
import { groupContext } from './context-groups.ts';

const row = (kind: string, tier: string, size: number, since = 0) =>
  ({ segment: `${kind}${since}`, kind, tier, label: null, tool: null, target: null, tokens: tokens(size), since }) as never;

test('neighbours of one kind and tier are one row, in prompt order', () => {
  const groups = groupContext([
    row('system', 'read', 5),
    row('user', 'read', 2, 1),
    row('user', 'read', 3, 2),
    row('user', 'write5m', 4, 3),
  ]);
  expect(groups.map(({ kind, tier, tokens: sum, since }) => [kind, tier, sum, since])).toEqual([
    ['system', 'read', 5, 0],
    ['user', 'read', 5, 1],
    ['user', 'write5m', 4, 3],
  ]);
});

test('a long context stands by kind, what was read first and what was written by the call last; nothing is lost', () => {
  const rows = Array.from({ length: 60 }, (_, index) => row(index % 2 === 0 ? 'tool-call' : 'tool-result', 'read', 10, index));
  const groups = groupContext([...rows, row('user', 'write5m', 1), row('answer', 'output', 7)]);
  expect(groups.map(({ kind, tokens: sum }) => [kind, sum])).toEqual([
    ['tool-call', 300],
    ['tool-result', 300],
    ['user', 1],
    ['answer', 7],
  ]);
});
