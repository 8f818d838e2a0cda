import { claimRemoval } from './claims.ts';
import type { Piece } from './pieces.ts';
import type { CarriedSegment, RunView } from './waste-view.ts';

export interface ThrownAway {
  /** What the responses wrote. */
  readonly pieces: readonly Piece[];
  /** Calls that the next one repeated for the same turn, by index in the run. */
  readonly retried: readonly number[];
}

/**
 * Responses of which nothing stands in any later context: requests that were retried, and answers that a person went
 * back behind. Only where the next call's bill is known, and not where a compaction took their place.
 */
export function thrownAway(run: RunView): ThrownAway {
  const written = new Map<number, CarriedSegment[]>();
  const carriedOn = new Set<number>();
  const summarised = new Set<number>();
  for (const carried of run.segments) {
    const { kind, writtenBy, carriedFrom, carriedTo } = carried;
    if (kind === 'summary') summarised.add(carriedFrom);
    if (writtenBy === undefined || (kind !== 'answer' && kind !== 'tool-call' && kind !== 'reasoning')) continue;
    if (carriedTo >= carriedFrom) carriedOn.add(writtenBy);
    const held = written.get(writtenBy);
    if (held === undefined) written.set(writtenBy, [carried]);
    else held.push(carried);
  }
  const pieces: Piece[] = [];
  const retried: number[] = [];
  for (const [call, response] of written) {
    const next = run.calls[call + 1];
    const saidSomething = response.some(({ kind }) => kind !== 'reasoning');
    if (!saidSomething || carriedOn.has(call) || next?.context === undefined || summarised.has(call + 1)) continue;
    for (const carried of response) pieces.push({ run, carried, claims: claimRemoval(run, carried, { from: call, to: call }), call });
    if (next.turn === run.calls[call]?.turn) retried.push(call);
  }
  return { pieces, retried };
}
