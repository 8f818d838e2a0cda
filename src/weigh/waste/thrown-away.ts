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
  const lost = lostResponses(run);
  const pieces: Piece[] = [];
  const retried: number[] = [];
  if (lost.size === 0) return { pieces, retried };
  for (const carried of run.segments) {
    const call = carried.writtenBy;
    if (call === undefined || !lost.has(call) || !isWritten(carried)) continue;
    const isFirst = pieces.at(-1)?.call !== call;
    pieces.push({ run, carried, claims: claimRemoval(run, carried, { from: call, to: call }), call });
    if (isFirst && run.calls[call + 1]?.turn === run.calls[call]?.turn) retried.push(call);
  }
  return { pieces, retried };
}

/** Calls whose response said something of which nothing stands in a later context. */
function lostResponses(run: RunView): ReadonlySet<number> {
  const lost = new Set<number>();
  const saidBy = new Uint8Array(run.calls.length);
  const isCarried = new Uint8Array(run.calls.length);
  const isSummarised = new Uint8Array(run.calls.length + 1);
  for (const carried of run.segments) {
    const { kind, writtenBy, carriedFrom, carriedTo } = carried;
    if (kind === 'summary' && carriedTo >= carriedFrom) isSummarised[carriedFrom] = 1;
    if (writtenBy === undefined || !isWritten(carried)) continue;
    if (kind !== 'reasoning') saidBy[writtenBy] = 1;
    if (carriedTo >= carriedFrom) isCarried[writtenBy] = 1;
  }
  for (let call = 0; call + 1 < run.calls.length; call++) {
    const isKnown = run.calls[call + 1]?.context !== undefined;
    if (saidBy[call] === 1 && isCarried[call] === 0 && isKnown && isSummarised[call + 1] === 0) lost.add(call);
  }
  return lost;
}

const isWritten = ({ kind }: CarriedSegment): boolean => kind === 'answer' || kind === 'tool-call' || kind === 'reasoning';
