import type { ToolCallId } from '../../call/segment.ts';
import { onceARun } from './once-a-run.ts';
import type { CarriedSegment, RunView } from './waste-view.ts';

/** Request and results of one tool call. */
export interface ToolPair {
  readonly request: CarriedSegment | undefined;
  readonly results: readonly CarriedSegment[];
}

/** Requests and results of the tool calls of a run, joined. */
export const toolPairs = onceARun((run: RunView): ReadonlyMap<ToolCallId, ToolPair> => {
  const pairs = new Map<ToolCallId, { request: CarriedSegment | undefined; results: CarriedSegment[] }>();
  for (const carried of run.segments) {
    if (carried.kind !== 'tool-call' && carried.kind !== 'tool-result') continue;
    const call = carried.segment?.tool?.call;
    if (call === undefined) continue;
    let pair = pairs.get(call);
    if (pair === undefined) pairs.set(call, (pair = { request: undefined, results: [] }));
    if (carried.kind === 'tool-call') pair.request = carried;
    else pair.results.push(carried);
  }
  return pairs;
});
