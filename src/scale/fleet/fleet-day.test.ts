import { expect, test } from 'vitest';
import { fraction, seconds, tokens, watts } from '../../base/units.ts';
import { gpuNamed } from '../hardware/gpu-named.ts';
import { modelNamed } from '../hardware/model-named.ts';
import { fleetDay } from './fleet-day.ts';
import type { FleetDay, FleetDayInput } from './fleet-day-answer.ts';

const input: FleetDayInput = {
  model: modelNamed('llama-3.1-70b'),
  gpu: gpuNamed('h100'),
  engine: { name: 'vllm', quantisation: 'fp8' },
  fleetGpus: 20_000,
  users: 10_000_000,
  freeShare: fraction(0.9),
  callsPerFreeUser: 5,
  callsPerPaidUser: 30,
  limits: {},
  inputTokens: tokens(2000),
  answerTokens: tokens(300),
  reasoningShare: fraction(0.4),
  cacheHit: fraction(0.3),
  hours: [1, 1, 1, 1, 2, 3, 3, 2],
  objective: { ttft: seconds(2), tpot: seconds(0.05) },
  headroom: 1.3,
  powered: 'hourly',
  power: { wallFactor: 1.25, pue: 1.2, darkWatts: watts(0) },
};

function day(changes: Partial<FleetDayInput> = {}): FleetDay {
  const answer = fleetDay({ ...input, ...changes });
  if (answer.kind !== 'day') throw new Error(answer.detail);
  return answer;
}

test('GPUs of every hour are dark, idle or busy, and add up to those that are there', () => {
  const answer = day();
  for (const hour of answer.hours) expect(hour.darkGpus + hour.idleHotGpus + hour.busyGpus).toBeCloseTo(20_000, 6);
  expect(answer.states.dark + answer.states.idleHot + answer.states.busy).toBeCloseTo(1, 9);
  expect(answer.needed.peak.low).toBeLessThan(answer.needed.peak.mid);
  expect(answer.needed.mean.mid).toBeLessThan(answer.needed.peak.mid);
});

test('more users, longer prompts and more reasoning need more GPUs; more cache and slower tokens need fewer', () => {
  const peak = (changes: Partial<FleetDayInput>): number => day(changes).needed.peak.mid;
  const base = peak({});
  expect(peak({ users: 20_000_000 }) / base).toBeCloseTo(2, 1);
  expect(peak({ inputTokens: tokens(4000) })).toBeGreaterThan(base);
  expect(peak({ reasoningShare: fraction(0.7) })).toBeGreaterThan(base);
  expect(peak({ cacheHit: fraction(0.8) })).toBeLessThan(base);
  expect(peak({ objective: { ttft: seconds(2), tpot: seconds(0.1) } })).toBeLessThanOrEqual(base);
  expect(peak({ limits: { freeCallsPerDay: 3 } })).toBeLessThan(base);
});

test('a fleet that is too small refuses the rest at its peak', () => {
  const answer = day({ fleetGpus: Math.round(day().needed.peak.mid / 3) });
  expect(answer.spareAtPeak).toBeLessThan(0);
  expect(Math.max(...answer.hours.map((hour) => hour.refusedShare))).toBeGreaterThan(0.3);
});

test('the tornado is led by what moves the answer most', () => {
  const widths = day().tornado.map((bar) => Math.abs((bar.high ?? 1e9) - (bar.low ?? 1e9)));
  expect(widths).toEqual(widths.toSorted((left, right) => right - left));
  expect(day().tornado.length).toBe(10);
});

test('what cannot be served is said, not numbered', () => {
  expect(fleetDay({ ...input, objective: { ttft: seconds(2), tpot: seconds(1e-5) } })).toMatchObject({
    kind: 'impossible',
    reason: 'too-slow',
  });
  const desktop = { ...input, gpu: gpuNamed('rtx-4090'), layout: { tensor: 1, pipeline: 1, data: 1, expert: 1 } };
  expect(fleetDay(desktop)).toMatchObject({ kind: 'impossible', reason: 'does-not-fit' });
});
