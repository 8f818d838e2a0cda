import { assertExists } from '../../base/assert.ts';
import { formatCount, formatUsd } from '../../base/number-format.ts';
import { estimateTokens } from '../endpoints/count.ts';
import type { ChatRequest } from '../endpoints/endpoint.ts';
import { promptEstimate } from '../endpoints/truncated-prompt.ts';
import { billedTokens, exchangeUsd } from './exchange-cost.ts';
import type { Ceilings, ExchangeRecord, TokenRates } from './experiment.ts';

/** What a run has spent, and whether the next request may be sent. */
export class Spending {
  readonly #ceilings: Ceilings;
  readonly #rates: TokenRates | undefined;
  #tokens = 0;
  #usd = 0;

  /** @throws {AssertionError} with a ceiling in dollars and no rates */
  constructor(ceilings: Ceilings, rates: TokenRates | undefined) {
    this.#ceilings = ceilings;
    this.#rates = rates;
    if (ceilings.usd !== undefined) assertExists(rates, 'a ceiling in dollars for a model without a price');
  }

  get tokens(): number {
    return this.#tokens;
  }

  get usd(): number {
    return this.#usd;
  }

  /** Counts an exchange; where the server states no usage, by the size of its texts. */
  add({ request, response }: Pick<ExchangeRecord, 'request' | 'response'>): void {
    const billed = billedTokens({ response });
    const wasAnswered = response.answer !== '' || response.reasoning !== '' || response.outcome.kind !== 'failed';
    const input = billed.input ?? (wasAnswered ? promptEstimate(request) : 0);
    const output = billed.output ?? estimateTokens(response.answer) + estimateTokens(response.reasoning);
    this.#tokens += input + output;
    if (this.#rates !== undefined)
      this.#usd += exchangeUsd({ response }, this.#rates) ?? (input * this.#rates.uncached + output * this.#rates.output) / 1e6;
  }

  /** Why a request may not be sent: it could pass a ceiling if it ran into its cap. */
  refusal(request: ChatRequest): string | undefined {
    const input = promptEstimate(request) + estimateTokens(request.prefix ?? '');
    const { tokens: mostTokens, usd: mostUsd } = this.#ceilings;
    if (mostTokens !== undefined && this.#tokens + input + request.maxOutput > mostTokens)
      return `--max-tokens ${formatCount(mostTokens)} could be passed by the next request (${formatCount(this.#tokens)} spent)`;
    if (mostUsd === undefined || this.#rates === undefined) return undefined;
    const most = (input * this.#rates.uncached + request.maxOutput * this.#rates.output) / 1e6;
    return this.#usd + most > mostUsd
      ? `--max-usd ${formatUsd(mostUsd)} could be passed by the next request (${formatUsd(this.#usd)} spent)`
      : undefined;
  }
}
