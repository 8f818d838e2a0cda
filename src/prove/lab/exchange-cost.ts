import { assertNever } from '../../base/assert.ts';
import { usd, type Usd } from '../../base/units.ts';
import type { CostUnit, ExchangeRecord, ExperimentPlan, TokenRates } from './experiment.ts';

/** Tokens an exchange was billed for; a part is absent where nobody knows it. */
export interface BilledTokens {
  readonly input?: number;
  readonly output?: number;
}

/** What stands in a prefix was output of the run that it stands for, so it is moved from input to output. */
export function billedTokens({ response, kept }: Pick<ExchangeRecord, 'response' | 'kept'>): BilledTokens {
  const { inputUncached, cacheRead, cacheWrite, output } = response.usage;
  const moved = kept?.tokens ?? 0;
  return {
    ...(inputUncached === undefined
      ? {}
      : { input: Math.max(0, inputUncached.tokens + (cacheRead?.tokens ?? 0) + (cacheWrite?.tokens ?? 0) - moved) }),
    ...(output === undefined ? {} : { output: output.tokens + moved }),
  };
}

/** Price of an exchange; absent where a count is unknown. */
export function exchangeUsd(exchange: Pick<ExchangeRecord, 'response' | 'kept'>, rates: TokenRates): Usd | undefined {
  const { inputUncached, cacheRead, cacheWrite, output } = exchange.response.usage;
  if (inputUncached === undefined || output === undefined) return undefined;
  const moved = exchange.kept?.tokens ?? 0;
  return usd(
    (Math.max(0, inputUncached.tokens - moved) * rates.uncached +
      (cacheRead?.tokens ?? 0) * rates.read +
      (cacheWrite?.tokens ?? 0) * rates.write +
      (output.tokens + moved) * rates.output) /
      1e6,
  );
}

/**
 * Cost of an exchange in the unit of its plan. In seconds, a prefix costs what its tokens took when they were made:
 * at the pace of decoding of the response it was taken from, `secondsPerKept`.
 */
export function exchangeCost(
  exchange: ExchangeRecord,
  plan: Pick<ExperimentPlan, 'costUnit' | 'rates'>,
  secondsPerKept = 0,
): number | undefined {
  const unit: CostUnit = plan.costUnit;
  switch (unit) {
    case 'usd':
      return plan.rates === undefined ? undefined : exchangeUsd(exchange, plan.rates);
    case 'seconds':
      return exchange.response.usage.output === undefined
        ? undefined
        : exchange.response.duration + (exchange.kept?.tokens ?? 0) * secondsPerKept;
    case 'tokens': {
      const { input, output } = billedTokens(exchange);
      return input === undefined || output === undefined ? undefined : input + output;
    }
    default:
      return assertNever(unit);
  }
}
