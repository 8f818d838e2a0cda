import type { ContentHash } from '../base/content-hash.ts';
import type { SessionGroup } from '../call/session-group.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { weighingVersion } from '../call/format-version.ts';
import { coefficientsFact } from '../measure/tokens/coefficients-fact.ts';
import { priceVersion } from '../weigh/prices/price-version.ts';
import { nothingProved, type ProvedStates } from '../prove/proofs/proof-book.ts';
import type { WeighingInputs } from '../weigh/weigh-group.ts';

/** Texts are counted by o200k, the tokenizer that OpenAI publishes, or by what bills taught. */
export type Counting = 'exact' | 'learned';

export interface WeighingTools extends WeighingInputs {
  /** Called for every group before it is weighed. */
  readonly prepare?: (group: SessionGroup) => void;
}

/** How groups are weighed: the tools are loaded when there is something to weigh. */
export interface WeighingMethod {
  /** What a weighing depends on besides the entries: another one weighs everything again. */
  readonly version: string;
  readonly load: () => Promise<WeighingTools>;
}

const versionOf = (prices: string, counting: string, { version }: ProvedStates): string =>
  `weighing ${weighingVersion}, prices ${prices}, counting ${counting}${version === '' ? '' : `, proofs ${version}`}`;

/** Loads no more than what the version says, where that is possible. */
export async function weighingMethod(
  ledger: Ledger,
  counting: Counting = 'learned',
  proofs: ProvedStates = nothingProved,
): Promise<WeighingMethod> {
  const load = async (): Promise<WeighingTools> => ({ ...(await weighingTools(ledger, counting)), replayed: proofs.states });
  if (counting === 'learned' && (await ledger.readFact(coefficientsFact)) === undefined) {
    const { shippedCoefficients } = await import('../measure/tokens/shipped-coefficients.ts');
    return { version: versionOf(priceVersion, shippedCoefficients.version, proofs), load };
  }
  const tools = await load();
  return { version: versionOf(tools.prices.version, tools.estimator.version, proofs), load: () => Promise.resolve(tools) };
}

/**
 * Prices, and counting as learned from this ledger or else as shipped. Loaded when first needed: their tables take
 * longer to load than a small answer takes.
 */
export async function weighingTools(ledger: Ledger, counting: Counting = 'learned'): Promise<WeighingTools> {
  const [{ priceBook }, { learnedEstimator }, { shippedCoefficients }, { parseCoefficients }] = await Promise.all([
    import('../weigh/prices/list-price-book.ts'),
    import('../measure/tokens/learned-estimator.ts'),
    import('../measure/tokens/shipped-coefficients.ts'),
    import('../measure/tokens/token-coefficients.ts'),
  ]);
  const learned = await ledger.readFact(coefficientsFact);
  const coefficients = learned === undefined ? shippedCoefficients : parseCoefficients(learned);
  const prices = priceBook();
  if (counting === 'learned') return { prices, estimator: learnedEstimator(coefficients) };
  const [{ exactEstimator, loadExactCounter }, { countGroup }] = await Promise.all([
    import('../measure/tokens/exact-counter.ts'),
    import('../measure/tokens/exact-counts.ts'),
  ]);
  const counter = await loadExactCounter();
  const counts = new Map<ContentHash, number>();
  return {
    prices,
    estimator: exactEstimator(coefficients, counts, counter.encoding),
    prepare: (group) => {
      counts.clear();
      countGroup(group, counter, counts);
    },
  };
}
