import type { Timestamp } from '../../base/units.ts';
import { providerName } from '../../measure/sources/common/provider-name.ts';
import type { EndpointFacts } from '../../prove/endpoints/endpoint.ts';
import type { TokenRates } from '../../prove/lab/experiment.ts';
import { priceBook } from '../../weigh/prices/list-price-book.ts';

/** List price of an endpoint's model. A model on one's own machine has none, whatever it is called. */
export function tokenRates(facts: EndpointFacts, time: Timestamp): TokenRates | undefined {
  const isOwn = facts.dialect === 'gguf' || /^https?:\/\/(?:localhost|127\.|\[::1\]|10\.|192\.168\.)/.test(facts.name);
  if (isOwn) return undefined;
  const provider = providerName(facts.provider, facts.model);
  const book = priceBook();
  const rates = book.ratesFor({ model: facts.model, time, ...(provider === undefined ? {} : { provider }) });
  if (rates.state === 'unpriced') return undefined;
  const { uncached, read, write5m, output } = rates.usdPerMillion;
  return { uncached, read, write: write5m, output, source: `${rates.matched}, ${book.version}` };
}
