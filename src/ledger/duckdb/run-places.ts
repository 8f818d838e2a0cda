import type { ChainId } from '../../call/entry.ts';
import type { RunId } from '../../call/run-id.ts';
import type { Weighing } from '../../call/weighing.ts';
import { assertExists } from '../../base/assert.ts';
import type { NumberBook } from './number-book.ts';
import type { Place } from './weighing-rows.ts';

/** Numbers of every run that has calls. `chainOf`: the number of a chain in a session of a number. */
export function runPlaces(
  { group: id, calls }: Weighing,
  book: NumberBook,
  chainOf: (session: number, chain: ChainId) => number,
): (run: RunId) => Place {
  const group = book.existingSession(id);
  const places = new Map<RunId, Place>();
  for (const call of calls) {
    if (places.has(call.run)) continue;
    const session = book.existingSession(call.session);
    places.set(call.run, { group, session, chain: chainOf(session, call.chain) });
  }
  return (run) => assertExists(places.get(run), `no call stands in run ${run}`);
}
