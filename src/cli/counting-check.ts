import type { SessionGroup } from '../call/session-group.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { groupsWithCalls } from '../ledger/questions/groups-with-calls.ts';
import type { Selection } from '../ledger/questions/selection.ts';
import { shippedCoefficients } from '../measure/tokens/shipped-coefficients.ts';
import type { BillEvidence } from '../weigh/attribution/bill-evidence.ts';
import { countingQuality, type ModelQuality } from '../weigh/counting-quality.ts';
import { coefficientsFact } from '../measure/tokens/coefficients-fact.ts';
import { evidenceOf, refitCoefficients, refitRidge } from '../weigh/refit-coefficients.ts';

const groupsAtOnce = 50;

/** What the bills of the sessions selected say about the size of text; reads their groups a few at a time. */
async function evidenceIn(ledger: Ledger, selection: Selection): Promise<BillEvidence> {
  const ids = await groupsWithCalls(ledger, selection);
  const parts: BillEvidence[] = [];
  for (let from = 0; from < ids.length; from += groupsAtOnce) {
    const groups: readonly SessionGroup[] = await ledger.readGroups(ids.slice(from, from + groupsAtOnce));
    parts.push(evidenceOf(groups, shippedCoefficients));
  }
  return { differences: parts.flatMap(({ differences }) => differences), outputs: parts.flatMap(({ outputs }) => outputs) };
}

/**
 * How well text is counted in sessions with a call within the selection, on sessions left out of the fit; of models
 * whose name the selection asks for.
 */
export async function checkCounting(ledger: Ledger, selection: Selection): Promise<readonly ModelQuality[]> {
  const quality = countingQuality(await evidenceIn(ledger, selection), { start: shippedCoefficients, ridge: refitRidge });
  const asked = selection.model?.toLowerCase();
  return asked === undefined ? quality : quality.filter(({ model }) => model.toLowerCase().includes(asked));
}

/** Learns the coefficients from this ledger and keeps them in it: everything is weighed anew with them. */
export async function learnCounting(ledger: Ledger): Promise<void> {
  const learned = refitCoefficients(await evidenceIn(ledger, {}), shippedCoefficients);
  await ledger.writeFact(coefficientsFact, JSON.stringify(learned));
}
