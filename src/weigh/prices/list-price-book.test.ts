import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { timestamp, tokens } from '../../base/units.ts';
import type { CallRates, PricedRequest } from './price-book.ts';
import { priceBook } from './list-price-book.ts';
import { baseTableVersion, overlayDate } from './price-version.ts';
import { serviceModes } from './overlay-modes.ts';
import { overlayRows } from './overlay-rows.ts';

const book = priceBook();
const day = (text: string) => timestamp(Date.parse(text));

function rates(request: PricedRequest): Exclude<CallRates, { state: 'unpriced' }> {
  const found = book.ratesFor(request);
  if (found.state === 'unpriced') throw new Error(`unpriced: ${JSON.stringify(request)}`);
  return found;
}

const atLength = (provider: string, model: string, context: number) => rates({ provider, model, context: tokens(context) }).usdPerMillion;

const onDay = (model: string, time: string) =>
  rates({ provider: 'anthropic', model, time: day(time), context: tokens(300_000) }).usdPerMillion;

const stateOf = (provider: string, model: string) => book.ratesFor({ provider, model }).state;

const least = (answer: CallRates) => (answer.state === 'unpriced' ? Infinity : Math.min(...Object.values(answer.usdPerMillion)));

test('a bill that Claude Code itself states is met to the last digit', () => {
  const { usdPerMillion: price, state } = rates({
    provider: 'anthropic',
    model: 'claude-opus-4-5-20251101',
    time: day('2026-01-15'),
  });
  const bill = (1_281 * price.uncached + 4_962 * price.output + 577_047 * price.read + 45_563 * price.write5m) / 1e6;
  expect(state).toBe('priced');
  expect(bill).toBeCloseTo(0.70374725, 12);
});

test('cache writes for five minutes and for an hour have prices of their own; an unsplit one is the shorter', () => {
  const { usdPerMillion } = rates({ provider: 'anthropic', model: 'claude-sonnet-4-5-20250929', context: tokens(10) });
  expect(usdPerMillion).toEqual({ uncached: 3, read: 0.3, write5m: 3.75, write1h: 6, writeUnsplit: 3.75, output: 15 });
});

test('a long prompt is dearer as a whole, its output included, and only above the limit', () => {
  expect(atLength('anthropic', 'claude-sonnet-4-5', 200_000)).toMatchObject({ uncached: 3, read: 0.3, output: 15 });
  expect(atLength('anthropic', 'claude-sonnet-4-5', 200_001)).toMatchObject({ uncached: 6, read: 0.6, write1h: 12, output: 22.5 });
  expect(atLength('openai', 'gpt-5.5', 200_001).uncached).toBe(5);
  expect(atLength('openai', 'gpt-5.5', 272_001)).toMatchObject({ uncached: 10, read: 1, output: 45 });
});

test('the price of the day holds', () => {
  expect(onDay('claude-opus-4-6', '2026-03-12').output).toBe(37.5);
  expect(onDay('claude-opus-4-6', '2026-03-13').output).toBe(25);
  expect(onDay('claude-sonnet-5-5', '2026-10-06').read).toBe(0.2);
  expect(onDay('claude-sonnet-5-5', '2026-10-07').read).toBe(0.1);
});

test('the same model under another spelling or date is priced; a name matched only in part is inferred', () => {
  expect(stateOf('anthropic', 'claude-sonnet-4.6')).toBe('priced');
  expect(stateOf('anthropic', 'claude-haiku-4-5-20251001')).toBe('priced');
  expect(stateOf('anthropic', 'claude-opus-4-20250514')).toBe('priced');
  expect(stateOf('anthropic', 'claude-3-7-sonnet-20250219')).toBe('priced');
  expect(stateOf('anthropic', 'claude-opus-4-5[1m]')).toBe('priced');
  expect(stateOf('openai', 'gpt-5.4-mini')).toBe('priced');
  expect(stateOf('openai', 'gpt-5-codex')).toBe('priced');
  expect(stateOf('openai', 'gpt-5.2-codex')).toBe('priced');
  expect(stateOf('google', 'gemini-2.5-flash')).toBe('priced');
  expect(stateOf('openai', 'gpt-5.1-mini')).toBe('inferred');
  expect(stateOf('anthropic', 'claude-sonnet-5-9')).toBe('inferred');
});

test('what no table holds is unpriced, and never free', () => {
  expect(book.ratesFor({ provider: 'ollama', model: 'qwen3:8b' })).toEqual({ state: 'unpriced' });
  expect(book.ratesFor({ provider: 'openai', model: 'gpt-5.3-codex-spark' })).toEqual({ state: 'unpriced' });
  expect(book.ratesFor({ provider: 'anthropic' })).toEqual({ state: 'unpriced' });
  expect(book.ratesFor({ provider: 'anthropic', model: 'claude-sonnet-4-5', speed: 'fast' })).toEqual({ state: 'unpriced' });
  expect(book.ratesFor({ provider: 'anthropic', model: 'claude-sonnet-4-5', serviceTier: 'priority' })).toEqual({
    state: 'unpriced',
  });
});

test('models that the base table lacks stand in the overlay', () => {
  expect(rates({ provider: 'anthropic', model: 'claude-haiku-5-5', context: tokens(100_000) }).usdPerMillion.uncached).toBe(0.1);
  expect(rates({ provider: 'anthropic', model: 'claude-haiku-5-5', context: tokens(100_001) }).usdPerMillion).toMatchObject({
    uncached: 0.5,
    write1h: 1,
    output: 2.5,
  });
  expect(rates({ provider: 'openai', model: 'gpt-6.1-sol' }).usdPerMillion).toMatchObject({ read: 0.1, writeUnsplit: 2.5 });
});

test('batch, flex, priority and fast mode multiply every rate of the request', () => {
  expect(rates({ provider: 'anthropic', model: 'claude-opus-4-5', serviceTier: 'batch' }).usdPerMillion).toEqual({
    uncached: 2.5,
    read: 0.25,
    write5m: 3.125,
    write1h: 5,
    writeUnsplit: 3.125,
    output: 12.5,
  });
  expect(rates({ provider: 'openai', model: 'gpt-5.5', serviceTier: 'flex' }).usdPerMillion.output).toBe(15);
  expect(rates({ provider: 'openai', model: 'gpt-5.5', serviceTier: 'priority' }).usdPerMillion).toMatchObject({
    uncached: 12.5,
    read: 1.25,
    output: 75,
  });
  expect(rates({ provider: 'anthropic', model: 'claude-opus-4-6', speed: 'fast' }).usdPerMillion).toMatchObject({
    uncached: 30,
    output: 150,
  });
});

test('priority is not offered for a long prompt: billed as standard, and marked', () => {
  const long = rates({ provider: 'openai', model: 'gpt-5.5', serviceTier: 'priority', context: tokens(300_000) });
  expect(long.state).toBe('inferred');
  expect(long.usdPerMillion.output).toBe(45);
});

test('a model that publishes no cache price has no discount and no surcharge', () => {
  expect(rates({ provider: 'openai', model: 'gpt-5-pro' }).usdPerMillion).toMatchObject({ uncached: 15, read: 15, write5m: 15 });
});

test('every figure of the overlay names its source and the day it was checked, no later than the overlay', () => {
  for (const entry of [...overlayRows, ...serviceModes]) {
    expect(entry.source).toMatch(/^https:\/\//);
    expect(entry.checked <= overlayDate).toBe(true);
  }
});

test('the version names the table that is installed', () => {
  const installed = JSON.parse(readFileSync('node_modules/@pydantic/genai-prices/package.json', 'utf8')) as { version: string };
  expect(baseTableVersion).toBe(installed.version);
  expect(book.version).toBe(`genai-prices@${installed.version}+overlay@${overlayDate}`);
});

test('any request gets the same rates whatever was asked before it, and none is negative or 0 for output', () => {
  const request = fc.record(
    {
      provider: fc.constantFrom('anthropic', 'openai', 'google', 'deepseek', 'nobody'),
      model: fc.constantFrom('claude-opus-4-5', 'claude-sonnet-4-5', 'gpt-5.5', 'gemini-2.5-pro', 'deepseek-chat', 'x'),
      time: fc.integer({ min: day('2025-01-01'), max: day('2026-12-31') }).map(timestamp),
      context: fc.integer({ min: 0, max: 1_000_000 }).map(tokens),
      serviceTier: fc.constantFrom('batch', 'flex', 'priority', 'standard'),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.array(request, { maxLength: 20 }), (requests) => {
      for (const each of requests) {
        const answer = book.ratesFor(each);
        expect(answer).toEqual(priceBook().ratesFor(each));
        expect(least(answer)).toBeGreaterThan(0);
      }
    }),
    { numRuns: 50 },
  );
});
