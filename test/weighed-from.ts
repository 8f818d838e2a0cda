import type { Segment } from '../src/call/segment.ts';
import type { TokenEstimator } from '../src/measure/tokens/token-estimator.ts';
import { attributeGroup } from '../src/weigh/attribution/attribute-group.ts';
import type { CallRates, PriceBook } from '../src/weigh/prices/price-book.ts';
import type { WeighedGroup } from '../src/weigh/weighed-group.ts';
import { callsFrom, type DrawOptions } from './calls-from.ts';

/** Round prices for drawn sessions, in dollars per million tokens: the proportions of a list price of today. */
export const drawnPrices: PriceBook = {
  version: 'drawn',
  ratesFor: (): CallRates => ({
    state: 'priced',
    matched: 'drawn',
    source: 'drawn',
    usdPerMillion: { uncached: 3, read: 0.3, write5m: 3.75, write1h: 6, writeUnsplit: 3.75, output: 15 },
  }),
};

/** Believes what a drawn segment states. */
export const statedEstimator: TokenEstimator = {
  version: 'stated',
  familyOf: (model) => model ?? 'unknown',
  estimate: (segment: Segment) => segment.statedTokens,
};

/** A drawn session (see `callsFrom`), attributed. */
export const weighedFrom = (drawing: string, options: DrawOptions = {}): WeighedGroup =>
  attributeGroup(callsFrom(drawing, options), { prices: drawnPrices, estimator: statedEstimator });
