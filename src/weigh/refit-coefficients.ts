import { hashText } from '../base/content-hash.ts';
import type { SessionGroup } from '../call/session-group.ts';
import { learnedEstimator } from '../measure/tokens/learned-estimator.ts';
import { learnCoefficients } from '../measure/tokens/learn-coefficients.ts';
import type { TokenCoefficients } from '../measure/tokens/token-coefficients.ts';
import { samplesOf, type BillEvidence } from './attribution/bill-evidence.ts';
import { collectEvidence } from './attribution/collect-evidence.ts';

/**
 * How strongly what a ledger's bills say is drawn to the coefficients Tare ships with: weak enough that a hundred
 * differences of a new model prevail, strong enough that ten do not.
 */
export const refitRidge = 10;

/** What the bills of all groups say about the size of text, in the order of the groups' ids. */
export function evidenceOf(groups: Iterable<SessionGroup>, start: TokenCoefficients): BillEvidence {
  const estimator = learnedEstimator(start);
  const byGroup = Array.from(groups, (group) => ({ id: group.id, ...collectEvidence(group, estimator) }));
  byGroup.sort((a, b) => (a.id < b.id ? -1 : 1));
  return { differences: byGroup.flatMap(({ differences }) => differences), outputs: byGroup.flatMap(({ outputs }) => outputs) };
}

/**
 * Learns the coefficients again from a ledger's own bills. A function of the groups alone: the order in which they
 * were read, and what was learned before, change nothing.
 */
export function refitCoefficients(evidence: BillEvidence, start: TokenCoefficients): TokenCoefficients {
  const samples = samplesOf(evidence);
  const learned = learnCoefficients(samples, start, { version: '', ridge: refitRidge });
  return { ...learned, version: `${start.version}+${hashText(JSON.stringify(learned)).slice(0, 8)}` };
}
