import type { CallRates, PriceBook, PricedRequest } from './price-book.ts';
import { baseCard, dayOf } from './base-table.ts';
import { canonicalModel, undatedModel } from './model-name.ts';
import { serviceModes, type ServiceMode } from './overlay-modes.ts';
import { overlayRows, type OverlayRow } from './overlay-rows.ts';
import { overlayDate, priceVersion } from './price-version.ts';
import { bracketFor, ratesFrom, scaleRates, type RateCard, type Rates } from './rate-card.ts';

/** API list prices: `@pydantic/genai-prices` with our overlay. Stateless but for what it has already looked up. */
export function priceBook(): PriceBook {
  const models = new Map<string, ModelPrices>();
  let last: ModelPrices | undefined;
  return {
    version: priceVersion,
    ratesFor(request: PricedRequest): CallRates {
      const { provider, model } = request;
      if (model === undefined) return unpriced;
      if (last === undefined || last.model !== model || last.provider !== provider) {
        const key = `${provider ?? ''}\n${model}`;
        last = models.get(key);
        if (last === undefined) {
          last = new ModelPrices(provider, model);
          models.set(key, last);
        }
      }
      return last.ratesFor(request);
    },
  };
}

const unpriced: CallRates = { state: 'unpriced' };
const overlayTime = Date.parse(overlayDate);

/** Prices of one model of one provider, by day, mode and bracket. */
class ModelPrices {
  readonly provider: string | undefined;
  readonly model: string;
  readonly #name: string;
  readonly #rows: readonly OverlayRow[];
  readonly #cards = new Map<number, RateCard | 'none'>();
  /** What the base table has for every day; absent where that depends on the day, or was not asked for yet. */
  #always: RateCard | undefined;
  readonly #standard = new WeakMap<Rates, CallRates>();
  readonly #inModes = new WeakMap<Rates, Map<string, CallRates>>();

  constructor(provider: string | undefined, model: string) {
    this.provider = provider;
    this.model = model;
    this.#name = undatedModel(canonicalModel(model));
    this.#rows = overlayRows.filter((row) => row.provider === provider && row.models.includes(this.#name));
  }

  ratesFor(request: PricedRequest): CallRates {
    const card = this.#cardAt(request.time ?? overlayTime);
    if (card === undefined) return unpriced;
    const rates = bracketFor(card, request.context ?? 0);
    const mode = modeOf(request);
    return mode === undefined ? this.#standardAnswer(card, rates) : this.#answerInMode(card, rates, mode);
  }

  #standardAnswer(card: RateCard, rates: Rates): CallRates {
    let answer = this.#standard.get(rates);
    if (answer === undefined) this.#standard.set(rates, (answer = answerOf(card, rates)));
    return answer;
  }

  #answerInMode(card: RateCard, rates: Rates, mode: string): CallRates {
    let answers = this.#inModes.get(rates);
    if (answers === undefined) this.#inModes.set(rates, (answers = new Map()));
    let answer = answers.get(mode);
    if (answer === undefined) answers.set(mode, (answer = this.#inMode(card, rates, mode)));
    return answer;
  }

  #cardAt(timestamp: number): RateCard | undefined {
    const day = dayOf(timestamp);
    const known = this.#cards.get(day);
    if (known !== undefined) return known === 'none' ? undefined : known;
    const row = this.#rows.findLast((each) => each.from === undefined || Date.parse(each.from) <= timestamp);
    if (row !== undefined) return this.#remember(day, overlayCard(row));
    if (this.#always !== undefined) return this.#remember(day, this.#always);
    const base = baseCard(this.provider, this.model, timestamp);
    if (base?.holds === 'part-of-day') return base.card;
    if (base?.holds === 'always') this.#always = base.card;
    return this.#remember(day, base?.card);
  }

  #remember(day: number, card: RateCard | undefined): RateCard | undefined {
    const same = card === undefined ? undefined : this.#sameCard(card);
    this.#cards.set(day, same ?? 'none');
    return same;
  }

  /** Days with equal prices share one card, so that its answers are made once. */
  #sameCard(card: RateCard): RateCard {
    if (card === this.#always) return card;
    const text = JSON.stringify(card);
    for (const known of new Set(this.#cards.values())) {
      if (known !== 'none' && JSON.stringify(known) === text) return known;
    }
    return card;
  }

  #inMode(card: RateCard, rates: Rates, mode: string): CallRates {
    const found = serviceModes.find(
      (each) => each.provider === this.provider && each.mode === mode && (each.models?.includes(this.#name) ?? true),
    );
    if (found === undefined) return unpriced;
    const isLong = rates !== card.brackets[0]!.rates;
    if (isLong && found.shortContextOnly === true) return { ...answerOf(card, rates), state: 'inferred' } as CallRates;
    return modeAnswer(card, scaleRates(rates, found.factor), found);
  }
}

/** A mode that is no dearer or cheaper than standard is none. */
function modeOf(request: PricedRequest): string | undefined {
  if (request.speed === 'fast') return 'fast';
  switch (request.serviceTier) {
    case undefined:
    case 'standard':
    case 'default':
    case 'auto':
    case 'on_demand':
      return undefined;
    default:
      return request.serviceTier;
  }
}

function overlayCard(row: OverlayRow): RateCard {
  const base = { above: -1, rates: ratesFrom(row.rates) };
  return {
    brackets: row.long === undefined ? [base] : [base, { above: row.long.above, rates: ratesFrom(row.long.rates) }],
    state: 'priced',
    matched: `overlay:${row.provider}/${row.models[0]}`,
    source: row.source,
  };
}

const answerOf = (card: RateCard, rates: Rates): CallRates => ({
  state: card.state,
  matched: card.matched,
  source: card.source,
  usdPerMillion: rates,
});

const modeAnswer = (card: RateCard, rates: Rates, mode: ServiceMode): CallRates => ({
  state: card.state,
  matched: `${card.matched} (${mode.mode} ×${mode.factor})`,
  source: `${card.source}; ${mode.source}`,
  usdPerMillion: rates,
});
