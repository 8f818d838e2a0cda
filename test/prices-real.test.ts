import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inputOf, type Usage } from '../src/call/usage.ts';
import { pi } from '../src/measure/sources/pi.ts';
import { priceBook } from '../src/weigh/prices/list-price-book.ts';
import type { PricedRequest } from '../src/weigh/prices/price-book.ts';
import type { Rates } from '../src/weigh/prices/rate-card.ts';
import { hasSharedData, sharedData } from './shared-data.ts';
import { callsOf, readFolder } from './source-reading.ts';

const dollars = (
  { inputUncached = 0, cacheRead = 0, cacheWriteUnsplit = 0, output = 0 }: Readonly<Record<string, number>>,
  rates: Rates,
): number =>
  (inputUncached * rates.uncached + cacheRead * rates.read + cacheWriteUnsplit * rates.writeUnsplit + output * rates.output) / 1e6;

test.runIf(hasSharedData())('the price book comes to the dollars that pi logged, call by call', () => {
  const book = priceBook();
  const calls = [...callsOf(readFolder(pi, join(sharedData, 'transcripts/pi-mono/pi')).entries).values()];
  let sum = 0;
  for (const { provider, model, time, usage, statedUsd } of calls) {
    if (statedUsd === undefined) continue;
    const context = inputOf(usage);
    const rates = book.ratesFor({ provider, model, time, context } as PricedRequest);
    if (rates.state === 'unpriced') throw new Error(`unpriced: ${provider}/${model}`);
    const usd = dollars(usage as Usage & Record<string, number>, rates.usdPerMillion);
    expect(Math.abs(usd - statedUsd)).toBeLessThan(1e-9);
    sum += usd;
  }
  expect(sum).toBeCloseTo(72.926105, 6);
});
