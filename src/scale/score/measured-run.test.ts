import { expect, test } from 'vitest';
import { measuredRun } from './measured-run.ts';

const row = {
  id: 'X1',
  arch: 'deepseek-v3',
  model: 'DeepSeek-R1',
  quant: 'fp8',
  gpu: 'B200',
  n_gpu: '8',
  tp: '8',
  pp: '1',
  ep: '1',
  dp: '1',
  engine: 'sglang-0.5.9',
  isl: '1024',
  osl: '1024',
  concurrency: '64',
  scenario: 'closed-loop concurrency',
  metric: 'tpot_ms',
  value: '20',
  notes: '',
  quality: 'ok',
  group: 'g',
};
const layoutOf = (change: Record<string, string>): unknown => {
  const run = measuredRun({ ...row, ...change });
  return 'reason' in run || run.serving.kind === 'apart' ? run : run.serving.replicas;
};

test('a row is a run', () => {
  const run = measuredRun(row);
  expect(run).toMatchObject({
    inputTokens: 1024,
    load: { kind: 'closed-loop', concurrency: 64 },
    engine: { name: 'sglang', release: '0.5.9' },
  });
});

test('layouts in which expert parallelism was counted twice are undone', () => {
  expect(layoutOf({ n_gpu: '64', tp: '64', ep: '8' })).toEqual({ count: 1, layout: { tensor: 8, pipeline: 1, expert: 8, data: 1 } });
  expect(layoutOf({ n_gpu: '64', tp: '1', ep: '8', dp: '64' })).toEqual({
    count: 1,
    layout: { tensor: 1, pipeline: 1, expert: 8, data: 8 },
  });
  expect(layoutOf({ n_gpu: '16', tp: '4', ep: '16', dp: '4' })).toEqual({
    count: 1,
    layout: { tensor: 4, pipeline: 1, expert: 4, data: 1 },
  });
  expect(layoutOf({})).toEqual({ count: 1, layout: { tensor: 8, pipeline: 1, expert: 1, data: 1 } });
  expect(layoutOf({ n_gpu: '8', tp: '2' })).toMatchObject({ count: 4 });
});

test('a disaggregated layout is read wherever it stands', () => {
  const apart = {
    serving: {
      kind: 'apart',
      prefill: { count: 2, layout: { tensor: 1, data: 8, expert: 8, pipeline: 1 } },
      decode: { count: 1, layout: { tensor: 8, data: 1, expert: 1, pipeline: 1 } },
    },
  };
  expect(measuredRun({ ...row, tp: '', notes: 'P2x(tp1dp8ep8) D1x(tp8dp1ep1)' })).toMatchObject(apart);
  expect(measuredRun({ ...row, tp: 'P2x(tp1dp8ep8) D1x(tp8dp1ep1)' })).toMatchObject(apart);
});

test('what states too little is not scorable, what is unknown counts as missed', () => {
  expect(measuredRun({ ...row, isl: '' })).toMatchObject({ scorable: false, reason: 'lengths not given' });
  expect(measuredRun({ ...row, quality: 'low' })).toMatchObject({ scorable: false });
  expect(measuredRun({ ...row, gpu: 'Abacus' })).toMatchObject({ scorable: true, reason: 'unknown GPU Abacus' });
});

test('figures that no run can have leave a row out instead of giving a number that is none', () => {
  const absurd = [
    { isl: '-5' },
    { osl: '0' },
    { concurrency: '-1' },
    { n_gpu: '0' },
    { notes: 'P0x(tp1dp8ep8) D1x(tp8)' },
    { value: 'NaN' },
  ];
  for (const change of absurd) expect(measuredRun({ ...row, ...change }), JSON.stringify(change)).toMatchObject({ scorable: false });
});

test('names as repositories and drivers write them are known', () => {
  const named = { arch: 'nvidia/DeepSeek-R1-0528-FP4-v2', gpu: 'NVIDIA B200-SXM-180GB', quant: 'FP8' };
  expect(measuredRun({ ...row, ...named })).toMatchObject({ model: { id: 'deepseek-v3' }, gpu: { id: 'B200-SXM' } });
});

test('a run knows the day of its campaign where the notes state one', () => {
  expect(measuredRun({ ...row, notes: 'measured 2026-02-05' })).toMatchObject({ campaign: '2026-02-05' });
  expect(measuredRun(row)).not.toHaveProperty('campaign');
});
