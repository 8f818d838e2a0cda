import type { SessionGroup } from '../call/session-group.ts';
import { learnedEstimator } from '../measure/tokens/learned-estimator.ts';
import { learnCoefficients } from '../measure/tokens/learn-coefficients.ts';
import type { TokenCoefficients } from '../measure/tokens/token-coefficients.ts';
import { collectDifferences, sampleOf } from './attribution/collect-differences.ts';
import type { BilledDifference } from './attribution/billed-difference.ts';

/**
 * How strongly what a ledger's bills say is drawn to the coefficients Tare ships with: weak enough that a hundred
 * differences of a new model prevail, strong enough that ten do not.
 */
export const refitRidge = 2;

/** Name under which a ledger keeps what was learned from it. */
export const coefficientsFact = 'token-coefficients';

/** Differences of the successive bills of all groups, in the order of the groups' ids. */
export function differencesOf(groups: Iterable<SessionGroup>, start: TokenCoefficients): BilledDifference[] {
  const estimator = learnedEstimator(start);
  const byGroup = Array.from(groups, (group) => ({ id: group.id, differences: collectDifferences(group, estimator) }));
  byGroup.sort((a, b) => (a.id < b.id ? -1 : 1));
  return byGroup.flatMap(({ differences }) => differences);
}

/**
 * Learns the coefficients again from a ledger's own bills. A function of the groups alone: the order in which they
 * were read, and what was learned before, change nothing.
 */
export function refitCoefficients(differences: readonly BilledDifference[], start: TokenCoefficients): TokenCoefficients {
  const samples = differences.filter((difference) => difference.exclusion === undefined).map(sampleOf);
  return learnCoefficients(samples, start, { version: `${start.version}+${samples.length}`, ridge: refitRidge });
}
