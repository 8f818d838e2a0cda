import { calcPrice, type ModelInfo, type ModelPrice, type PriceCalculation } from '@pydantic/genai-prices';
import { canonicalModel, isSameModel } from './model-name.ts';
import { ratesFrom, type PublishedRates, type RateBracket, type RateCard } from './rate-card.ts';

/** A card of the base table, and how long it holds. */
export interface BaseCard {
  readonly card: RateCard;
  readonly holds: 'always' | 'that-day' | 'part-of-day';
}

const millisecondsPerDay = 86_400_000;

/** The base table's price of a model at a time; undefined where it has none. */
export function baseCard(provider: string | undefined, model: string, timestamp: number): BaseCard | undefined {
  const found = lookUp(provider, model, timestamp);
  if (found === undefined) return undefined;
  const brackets = bracketsOf(found.model_price);
  if (brackets === undefined) return undefined;
  const isExact = provider !== undefined && isSameModel(canonicalModel(model), canonicalModel(found.model.id));
  return {
    card: {
      brackets,
      state: isExact ? 'priced' : 'inferred',
      matched: `${found.provider.id}/${found.model.id}`,
      source: found.provider.pricing_urls?.[0] ?? '@pydantic/genai-prices',
    },
    holds: holdsFor(found.model),
  };
}

function holdsFor({ prices }: ModelInfo): BaseCard['holds'] {
  if (!Array.isArray(prices)) return 'always';
  return prices.some((part) => part.constraint?.type === 'time_of_date') ? 'part-of-day' : 'that-day';
}

/** Models are asked for by the name the agent gave, then by the spelling with dashes, which the table prefers. */
function lookUp(provider: string | undefined, model: string, timestamp: number): PriceCalculation | undefined {
  const options = { timestamp: new Date(timestamp), ...(provider === undefined ? {} : { providerId: provider }) };
  const usage = { input_tokens: 1, output_tokens: 1 };
  return calcPrice(usage, model, options) ?? calcPrice(usage, canonicalModel(model), options) ?? undefined;
}

const priceKeys = {
  input: 'input_mtok',
  output: 'output_mtok',
  read: 'cache_read_mtok',
  write5m: 'cache_write_mtok',
  write1h: 'cache_write_1h_mtok',
} as const satisfies Record<keyof PublishedRates, string>;

/** Undefined for a model that is not priced by text tokens. */
function bracketsOf(price: ModelPrice): RateBracket[] | undefined {
  const limits = new Set<number>([-1]);
  for (const key of Object.values(priceKeys)) {
    const value = price[key];
    if (typeof value === 'object') for (const tier of value.tiers) limits.add(tier.start);
  }
  const brackets: RateBracket[] = [];
  for (const above of [...limits].toSorted((one, other) => one - other)) {
    const published = publishedAt(price, above);
    if (published === undefined) return undefined;
    brackets.push({ above, rates: ratesFrom(published) });
  }
  return brackets;
}

function publishedAt(price: ModelPrice, above: number): PublishedRates | undefined {
  const at = (key: string): number | undefined => {
    const value = price[key];
    if (value === undefined || typeof value === 'number') return value;
    return value.tiers.findLast((tier) => above >= tier.start)?.price ?? value.base;
  };
  const input = at(priceKeys.input);
  const output = at(priceKeys.output);
  if (input === undefined || output === undefined) return undefined;
  const read = at(priceKeys.read);
  const write5m = at(priceKeys.write5m);
  const write1h = at(priceKeys.write1h);
  return {
    input,
    output,
    ...(read === undefined ? {} : { read }),
    ...(write5m === undefined ? {} : { write5m }),
    ...(write1h === undefined ? {} : { write1h }),
  };
}

export const dayOf = (timestamp: number): number => Math.floor(timestamp / millisecondsPerDay);
