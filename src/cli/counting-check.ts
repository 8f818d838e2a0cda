import type { GroupId, SessionGroup } from '../call/session-group.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { shippedCoefficients } from '../measure/tokens/shipped-coefficients.ts';
import type { BillEvidence } from '../weigh/attribution/bill-evidence.ts';
import { countingQuality, type ModelQuality } from '../weigh/counting-quality.ts';
import { coefficientsFact } from '../measure/tokens/coefficients-fact.ts';
import { evidenceOf, refitCoefficients, refitRidge } from '../weigh/refit-coefficients.ts';

const groupsAtOnce = 50;

/** What all bills of a ledger say about the size of text; reads its groups a few at a time. */
async function evidenceIn(ledger: Ledger): Promise<BillEvidence> {
  const rows = await ledger.rows<{ readonly id: GroupId }>(
    'SELECT id FROM session WHERE number IN (SELECT "group" FROM session) ORDER BY id',
  );
  const parts: BillEvidence[] = [];
  for (let from = 0; from < rows.length; from += groupsAtOnce) {
    const groups: readonly SessionGroup[] = await ledger.readGroups(rows.slice(from, from + groupsAtOnce).map(({ id }) => id));
    parts.push(evidenceOf(groups, shippedCoefficients));
  }
  return { differences: parts.flatMap(({ differences }) => differences), outputs: parts.flatMap(({ outputs }) => outputs) };
}

/** How well text is counted on this ledger, on sessions left out of the fit. */
export const checkCounting = async (ledger: Ledger): Promise<readonly ModelQuality[]> =>
  countingQuality(await evidenceIn(ledger), { start: shippedCoefficients, ridge: refitRidge });

/** Learns the coefficients from this ledger and keeps them in it: everything is weighed anew with them. */
export async function learnCounting(ledger: Ledger): Promise<void> {
  const learned = refitCoefficients(await evidenceIn(ledger), shippedCoefficients);
  await ledger.writeFact(coefficientsFact, JSON.stringify(learned));
}
