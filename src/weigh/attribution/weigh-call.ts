import type { Usd } from '../../base/units.ts';
import type { RunId } from '../../call/run-id.ts';
import type { WeighedCall } from '../../call/weighing.ts';
import type { CallRates, PriceBook, PricedRequest } from '../prices/price-book.ts';
import type { Rates } from '../prices/rate-card.ts';
import { inputTiers } from './context-stack.ts';
import type { MergedCall } from './merged-call.ts';
import type { CallOutput } from './output-book.ts';

/** A call with its prices. */
export interface BilledCall {
  readonly call: MergedCall;
  readonly rates: CallRates;
}

export function ratesOf({ record, time, input }: MergedCall, prices: PriceBook): CallRates {
  const { provider, model, serviceTier, speed } = record;
  // One shape for all requests, whatever is known of them.
  return prices.ratesFor({ provider, model, time, context: input, serviceTier, speed } as PricedRequest);
}

/** A call as it is told to others: with every field, known or not, so that all calls are of one shape. `index`: in its run; `version`: of the prices. */
export function weighCall(run: RunId, index: number, { call, rates }: BilledCall, output: CallOutput, version: string): WeighedCall {
  const { record, usage } = call;
  const { reconstructed, shown, reasoning } = output;
  return {
    key: call.key,
    run,
    index,
    source: record.source,
    session: call.session,
    chain: call.chain,
    time: call.time,
    model: record.model,
    provider: record.provider,
    turn: call.first.turn,
    usage,
    outputReconstructed: reconstructed,
    outputShown: reconstructed === undefined ? shown : undefined,
    reasoning,
    progressOnly: call.progressOnly,
    price: priceOf(call, rates, reconstructed ?? usage.output ?? 0, version),
    context: call.input,
    stopReason: call.stopReason,
  };
}

function priceOf({ bill, usage }: MergedCall, rates: CallRates, output: number, version: string): WeighedCall['price'] {
  const usdPerMillion = rates.state === 'unpriced' ? undefined : rates.usdPerMillion;
  return {
    state: rates.state,
    version,
    logged: usdPerMillion === undefined ? undefined : usdOf(bill, usage.output ?? 0, usdPerMillion),
    usdPerMillion,
    reconstructed: usdPerMillion === undefined ? undefined : usdOf(bill, output, usdPerMillion),
  };
}

function usdOf(bill: readonly number[], output: number, usdPerMillion: Rates): Usd {
  let sum = output * usdPerMillion.output;
  for (let place = 0; place < inputTiers.length; place++) {
    sum += (bill[place] as number) * usdPerMillion[inputTiers[place] as (typeof inputTiers)[number]];
  }
  return (sum / 1e6) as Usd;
}
