import type { ContentHash } from '../../base/content-hash.ts';
import { claimRemoval } from './claims.ts';
import type { Piece } from './pieces.ts';
import { toolPairs, type ToolPair } from './tool-pairs.ts';
import type { CarriedSegment, RunView } from './waste-view.ts';

const isError = ({ results }: ToolPair): boolean => results.some(isFailedResult);

export interface ToolFailures {
  /** Requests and errors in every call that carried them. */
  readonly pieces: readonly Piece[];
  /** Calls that only heard of failures, by index in the run. */
  readonly heardBy: readonly number[];
}

const isFailedResult = ({ kind, segment }: CarriedSegment): boolean => kind === 'tool-result' && segment?.tool?.isError === true;

/** Tool calls of a run that failed before they did anything. */
export function toolFailures(run: RunView): ToolFailures {
  if (!run.segments.some(isFailedResult)) return { pieces: [], heardBy: [] };
  const pieces: Piece[] = [];
  const asked = new Map<number, { all: number; failed: number }>();
  const saidBefore = new Set<string>();
  for (const pair of toolPairs(run).values()) {
    const { request, results } = pair;
    const call = request?.writtenBy;
    if (request === undefined || call === undefined) continue;
    const response = asked.get(call) ?? { all: 0, failed: 0 };
    asked.set(call, response);
    response.all++;
    if (changesFiles(pair) && !isError(pair)) saidBefore.clear();
    // Where a person speaks next, they may have refused the call: that is no failure.
    if (!isError(pair) || !goesOnAlone(run, call) || !isNeedless(pair, saidBefore)) continue;
    response.failed++;
    for (const carried of [request, ...results]) {
      const from = carried.writtenBy ?? carried.carriedFrom;
      pieces.push({ run, carried, claims: claimRemoval(run, carried, { from, to: Math.max(from, carried.carriedTo) }), call });
    }
  }
  const heardBy = Array.from(asked).flatMap(([call, { all, failed }]) => (failed === all ? [call + 1] : []));
  return { pieces, heardBy };
}

const goesOnAlone = (run: RunView, call: number): boolean =>
  run.calls[call + 1] !== undefined && run.calls[call + 1]?.turn === run.calls[call]?.turn;

const shells = /^(bash|shell|shell_command|exec_command|local_shell|run_shell_command|powershell)$/i;

/** True for a failure that did nothing; a command counts only when it fails the same way again and nothing was changed in between. */
function isNeedless({ request, results }: ToolPair, saidBefore: Set<string>): boolean {
  const tool = request?.segment?.tool;
  if (tool?.action === 'run' || shells.test(tool?.name ?? '')) {
    const hash: ContentHash | undefined = results[0]?.segment?.text?.hash;
    if (hash === undefined || tool?.target === undefined) return false;
    const said = `${tool.target} ${hash}`;
    const isAgain = saidBefore.has(said);
    saidBefore.add(said);
    return isAgain;
  }
  return tool?.action === 'read' || tool?.action === 'write' || tool?.action === 'edit' || tool?.action === 'search';
}

const changesFiles = ({ request }: ToolPair): boolean =>
  request?.segment?.tool?.action === 'write' || request?.segment?.tool?.action === 'edit';
