import type { Timestamp, Tokens } from '../../base/units.ts';
import type { Tier } from '../../call/tier.ts';

/** What decides the price of a call. */
export interface PricedRequest {
  readonly provider?: string;
  readonly model?: string;
  readonly time?: Timestamp;
  /** All input of the request: long-context prices hold for the whole request. */
  readonly context?: Tokens;
  /** `batch`, `flex`, `priority`, `standard`. */
  readonly serviceTier?: string;
  /** `fast`. */
  readonly speed?: string;
}

/** API list prices for one call, in dollars per million tokens. */
export type CallRates =
  | {
      /** `inferred`: the model was matched by a prefix of its name only. */
      readonly state: 'priced' | 'inferred';
      /** The row that was used. */
      readonly matched: string;
      readonly source: string;
      readonly usdPerMillion: Readonly<Record<Tier, number>>;
    }
  | { readonly state: 'unpriced' };

/** Dated, cited list prices. Pure: the same request gives the same rates. */
export interface PriceBook {
  /** Stored with every priced row. */
  readonly version: string;
  ratesFor(request: PricedRequest): CallRates;
}
