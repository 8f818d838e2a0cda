import { expect, test } from 'vitest';
import { linkCase } from '../case/link-case.ts';
import { drawnCaseFile } from '../case/drawn-case.ts';
import { readCase } from '../case/read-case.ts';
import { lintCase } from './lint-case.ts';

interface Row extends Record<string, unknown> {
  readonly id: string;
}

const row = (id: string, value: number | string, unit: string, more: Record<string, unknown> = {}): Row => ({
  id,
  quantity: id,
  value,
  unit,
  date: '2026-11-01',
  source: { title: `source of ${id}`, url: `https://example.org/${id}` },
  quality: 'reported',
  seen: 'secondary',
  ...more,
});

/** Warnings over a few rows, and a formula that uses them if one is given. */
function warnings(evidence: readonly Row[], formula = 'a', unit = 'x', extra: Record<string, unknown> = {}) {
  const file = drawnCaseFile({
    inputs: { a: '1 | x', bar: `1 | ${unit}` },
    formula,
    unit,
    trueIf: 'result > bar',
    extra: { evidence, ...extra },
  });
  const linked = linkCase(readCase([{ file: 'drawn.yaml', value: file, lineOf: () => 1 }]));
  return lintCase(linked).map(({ trap, row }) => `${trap} ${row}`);
}

test('trap 1, a unit slip of ten: 12.5 billion a month for 1.25', () => {
  const filed = row('filed', 1.25e9, 'USD/month', { quality: 'primary' });
  expect(warnings([filed, row('quoted', 12.5e9, 'USD/month', { 'same-as': ['filed'] })])).toEqual(['unit-slip quoted']);
  expect(warnings([filed, row('quoted', 15e9, 'USD/year', { 'same-as': ['filed'] })])).toEqual([]);
});

test('trap 1b, a total that its own formula does not give', () => {
  const rows = [row('fee', 1.25e9, 'USD/month'), row('term', 36, 'months')];
  expect(warnings([...rows, row('total', 450e9, 'USD', { derived: 'fee * term' })])).toEqual(['unit-slip total']);
  expect(warnings([...rows, row('total', 400e9, 'USD', { derived: 'fee * term' })])).toEqual(['derived-value total']);
  expect(warnings([...rows, row('total', 45e9, 'USD', { derived: 'fee * term' })])).toEqual([]);
});

test('trap 2, a false comparison: 15 billion is nearly double 18.7', () => {
  const compare = (left: string) =>
    warnings([row('deal', 15e9, 'USD')], 'a', 'x', {
      comparisons: [{ row: 'deal', says: 'nearly double', left, right: '18.7e9', unit: 'USD', ratio: '1.8 to 2.05' }],
    });
  expect(compare('15e9')).toEqual(['false-comparison deal']);
  expect(compare('36e9')).toEqual([]);
});

test('trap 3, a rumour that a filing has contradicted', () => {
  const filing = row('filing', 15e9, 'USD/year', { quality: 'primary', date: '2026-05-20' });
  expect(warnings([filing, row('guess', 5.5e9, 'USD/year', { quality: 'rumour', date: '2026-05-15', 'same-as': ['filing'] })])).toEqual([
    'superseded-rumour guess',
  ]);
});

test('trap 4, a price per GPU-hour over one of two disputed counts', () => {
  const rows = [
    row('fee', 1.25e9, 'USD/month'),
    row('one-site', 220e3, 'GPU', { 'conflicts-with': ['both-sites'] }),
    row('both-sites', 325e3, 'GPU'),
  ];
  expect(warnings(rows, 'fee / one-site', 'USD/GPU-h')).toEqual(['one-sided-denominator one-site']);
});

test('trap 5, a category error: one minus model-FLOPs utilisation is no idle time', () => {
  const mfu = row('mfu', 0.11, 'fraction', { measures: 'model-flops-utilisation' });
  const busy = row('busy', 0.8, 'fraction', { measures: 'busy-time' });
  expect(warnings([mfu, row('idle', 0.89, 'fraction', { measures: 'idle-time', derived: 'complement(mfu)' })])).toEqual([
    'category-error idle',
  ]);
  expect(warnings([busy, row('idle', 0.2, 'fraction', { measures: 'idle-time', derived: 'complement(busy)' })])).toEqual([]);
});

test('trap 6, a period mix-up: 80 times a year quoted as 80 times a quarter', () => {
  const said = row('said', 80, 'x/year', { quality: 'primary' });
  expect(warnings([said, row('quoted', 80, 'x/quarter', { 'same-as': ['said'] })])).toEqual(['period-mix-up quoted']);
  expect(warnings([said, row('quoted', 2.99, 'x/quarter', { 'same-as': ['said'] })])).toEqual([]);
});

test('trap 7, users of no stated period', () => {
  expect(warnings([row('crowd', '18M to 30M', 'users')], 'crowd', 'users')).toEqual(['undefined-user crowd']);
  expect(warnings([row('crowd', 900e6, 'users', { measures: 'weekly-users' })], 'crowd', 'users')).toEqual([]);
});

test('trap 8, spot set against contract', () => {
  const rows = [
    row('spot', 2.42, 'USD/GPU-h', { measures: 'spot-price' }),
    row('contract', 1.7, 'USD/GPU-h', { measures: 'contract-price' }),
  ];
  expect(warnings(rows, 'change(spot, contract)')).toEqual(['different-markets spot']);
});

test('trap 9, strands and capacity in one row, or against each other', () => {
  expect(warnings([row('lit', '0.027 to 0.1', 'fraction', { measures: ['fibre-capacity', 'fibre-strands'] })])).toEqual([
    'mixed-measure lit',
  ]);
  const rows = [
    row('strands', 0.1, 'fraction', { measures: 'fibre-strands' }),
    row('capacity', 0.027, 'fraction', { measures: 'fibre-capacity' }),
  ];
  expect(warnings(rows, 'strands / capacity')).toEqual(['wrong-share strands']);
});

test('trap 10, attribution that drifts to the better-known name', () => {
  const file = drawnCaseFile({
    inputs: { a: '1 | x', bar: '1 | x' },
    formula: 'a',
    unit: 'x',
    trueIf: 'result > bar',
    extra: {
      evidence: [
        { ...row('first', 1, 'x'), by: 'Baker', statement: 'none-dark', date: '2025-10-28' },
        { ...row('later', 1, 'x'), by: 'Sacks', statement: 'none-dark', date: '2026-01-23', wording: 'unverified' },
      ],
    },
  });
  const [claim] = file['claims'] as Record<string, unknown>[];
  const said = (saidBy: string) => {
    const value = { ...file, claims: [{ ...claim, 'said-by': saidBy }] };
    return lintCase(linkCase(readCase([{ file: 'drawn.yaml', value, lineOf: () => 1 }]))).map(({ trap, row }) => `${trap} ${row}`);
  };
  expect(said('Sacks')).toEqual(['attribution-drift later']);
  expect(said('Baker, then Sacks')).toEqual(['attribution-drift later']);
  expect(said('Baker, then Sacks in paraphrase')).toEqual([]);
});

test('trap 11, a stale row', () => {
  expect(warnings([row('price', 2.4, 'USD/GPU-h', { date: '2026-06-26', 'shelf-life': '90 days' })], 'price', 'USD/GPU-h')).toEqual([
    'stale-row price',
  ]);
});

test('trap 11b, hardware that a better source contradicts', () => {
  const press = row('press', 26, 'MW', { 'same-as': ['stated'], quality: 'reported' });
  expect(warnings([press, row('stated', 300, 'MW', { quality: 'primary' })])).toEqual(['disagrees-with-better-source press']);
});

test('trap 12, the share of models taken for the share of tokens', () => {
  const models = row('through-models', 0.52, 'fraction', { measures: 'token-share-of-reasoning-models' });
  const quantities = [
    { id: 'reasoning-share', says: 'reasoning tokens', formula: 'through-models', unit: 'fraction', measures: 'reasoning-share-of-output' },
  ];
  expect(warnings([models], 'reasoning-share', 'fraction', { quantities })).toEqual(['wrong-share reasoning-share']);
});

test('one page cited twice is one source', () => {
  const rows = [
    row('here', 5, 'GPU'),
    row('there', 5, 'GPU', { 'same-as': ['here'], source: { title: 'another name', url: 'http://www.example.org/here/?utm=1' } }),
  ];
  expect(warnings(rows)).toEqual(['one-source-twice there']);
});

test('a share whose range passes one', () => {
  expect(warnings([row('part', '0.5 to 0.95', 'fraction')], 'part', 'fraction')).toEqual(['share-beyond-one part']);
});
