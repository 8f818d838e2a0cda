import type { Tier } from '../../call/tier.ts';

/** List price in dollars per million tokens, by tier. */
export type Rates = Readonly<Record<Tier, number>>;

/** Rates of one model on one day; a longer prompt moves the whole request, output included, to a dearer bracket. */
export interface RateCard {
  /** Brackets with rising `above`; the first has -1, so that it also holds for an empty prompt. */
  readonly brackets: readonly RateBracket[];
  readonly state: 'priced' | 'inferred';
  /** `<provider>/<row>`. */
  readonly matched: string;
  readonly source: string;
}

export interface RateBracket {
  /** Holds for requests whose input has more tokens than this. */
  readonly above: number;
  readonly rates: Rates;
}

/** What a provider publishes for a model. A rate that it does not publish follows from the others. */
export interface PublishedRates {
  readonly input: number;
  readonly output: number;
  /** Where absent, there is no discount: a read costs as much as new input. */
  readonly read?: number;
  /** Where absent, writing to cache costs no more than new input. */
  readonly write5m?: number;
  /** Where absent, as dear as `write5m`. */
  readonly write1h?: number;
}

/** An unsplit write is charged at the shorter lifetime, which is every provider's default. */
export function ratesFrom(published: PublishedRates): Rates {
  const write5m = published.write5m ?? published.input;
  return {
    uncached: published.input,
    read: published.read ?? published.input,
    write5m,
    write1h: published.write1h ?? write5m,
    writeUnsplit: write5m,
    output: published.output,
  };
}

/** All rates times one factor each for input (cache included) and output. */
export function scaleRates(rates: Rates, factor: number): Rates {
  return {
    uncached: rates.uncached * factor,
    read: rates.read * factor,
    write5m: rates.write5m * factor,
    write1h: rates.write1h * factor,
    writeUnsplit: rates.writeUnsplit * factor,
    output: rates.output * factor,
  };
}

/** Rates of the bracket that a request with so much input falls into. */
export function bracketFor(card: RateCard, context: number): Rates {
  let rates = card.brackets[0]!.rates;
  for (const bracket of card.brackets) {
    if (context > bracket.above) rates = bracket.rates;
  }
  return rates;
}
