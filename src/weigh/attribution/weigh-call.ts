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

/** A call as it is told to others. `index`: in its run; `version`: of the prices. */
export function weighCall(run: RunId, index: number, { call, rates }: BilledCall, output: CallOutput, version: string): WeighedCall {
  const { record, usage, time, input, stopReason } = call;
  const { model, provider } = record;
  const { reconstructed, shown, reasoning } = output;
  const weighed: Writable<WeighedCall> = {
    key: call.key,
    run,
    index,
    source: record.source,
    session: call.session,
    chain: call.chain,
    turn: call.first.turn,
    usage,
    progressOnly: call.progressOnly,
    price: priceOf(call, rates, reconstructed ?? usage.output ?? 0, version),
  };
  if (time !== undefined) weighed.time = time;
  if (model !== undefined) weighed.model = model;
  if (provider !== undefined) weighed.provider = provider;
  if (reconstructed !== undefined) weighed.outputReconstructed = reconstructed;
  else if (shown !== undefined) weighed.outputShown = shown;
  if (reasoning !== undefined) weighed.reasoning = reasoning;
  if (input !== undefined) weighed.context = input;
  if (stopReason !== undefined) weighed.stopReason = stopReason;
  return weighed;
}

function priceOf({ bill, usage }: MergedCall, rates: CallRates, output: number, version: string): WeighedCall['price'] {
  if (rates.state === 'unpriced') return { state: 'unpriced', version };
  const { usdPerMillion, state } = rates;
  return {
    state,
    version,
    logged: usdOf(bill, usage.output ?? 0, usdPerMillion),
    reconstructed: usdOf(bill, output, usdPerMillion),
    usdPerMillion,
  };
}

function usdOf(bill: readonly number[], output: number, usdPerMillion: Rates): Usd {
  let sum = output * usdPerMillion.output;
  for (let place = 0; place < inputTiers.length; place++) {
    sum += (bill[place] as number) * usdPerMillion[inputTiers[place] as (typeof inputTiers)[number]];
  }
  return (sum / 1e6) as Usd;
}

type Writable<Value> = { -readonly [Key in keyof Value]: Value[Key] };
