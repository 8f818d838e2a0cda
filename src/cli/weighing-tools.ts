import type { Ledger } from '../ledger/ledger.ts';
import type { AttributionTools } from '../weigh/attribution/attribute-group.ts';

/**
 * Prices, and counting as learned from this ledger or else as shipped. Loaded when first needed: their tables take
 * longer to load than a small answer takes.
 */
export async function weighingTools(ledger: Ledger): Promise<AttributionTools> {
  const [{ priceBook }, { learnedEstimator }, { shippedCoefficients }, { parseCoefficients }, { coefficientsFact }] = await Promise.all([
    import('../weigh/prices/list-price-book.ts'),
    import('../measure/tokens/learned-estimator.ts'),
    import('../measure/tokens/shipped-coefficients.ts'),
    import('../measure/tokens/token-coefficients.ts'),
    import('../weigh/refit-coefficients.ts'),
  ]);
  const learned = await ledger.readFact(coefficientsFact);
  return { prices: priceBook(), estimator: learnedEstimator(learned === undefined ? shippedCoefficients : parseCoefficients(learned)) };
}
