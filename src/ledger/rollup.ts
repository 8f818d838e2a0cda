import type { Tokens, Usd } from '../base/units.ts';
import type { RunId } from '../call/run-id.ts';
import type { SegmentId } from '../call/segment.ts';
import { segmentKinds, type SegmentKind } from '../call/segment-kind.ts';
import { tiers, type Tier } from '../call/tier.ts';
import type { Placement, SegmentWeight, WeighedCall, Weighing } from '../call/weighing.ts';

/** Calls and rollups are kept by quarter hours of UTC: every local day of every time zone begins on one. */
export const bucketMilliseconds = 900_000;

export const bucketOf = (call: WeighedCall): number | undefined =>
  call.time === undefined ? undefined : Math.floor(call.time / bucketMilliseconds);

/** Tokens of one kind, tool and tier in a quarter of an hour of a run. Columns as in docs/ledger.md. */
export interface RollupRow {
  readonly run: RunId;
  readonly bucket: number | undefined;
  readonly model: string | undefined;
  readonly progressOnly: boolean;
  readonly kind: SegmentKind;
  readonly tool: string | undefined;
  readonly tier: Tier;
  readonly tokens: Tokens;
  readonly usd: Usd | undefined;
  readonly unpricedTokens: Tokens;
  readonly calls: number;
  readonly kindCalls: number;
  readonly toolCalls: number;
}

/** Tokens per call of one kind, tool and tier: kept as differences between successive calls until they are summed. */
interface Lane {
  readonly kind: SegmentKind;
  readonly tool: string | undefined;
  readonly tier: Tier;
  readonly steps: Float64Array;
}

/** Calls in a row that share bucket, model and origin. */
interface Stretch {
  readonly from: number;
  readonly to: number;
}

interface OpenRow {
  tokens: number;
  usd: number;
  priced: number;
  unpricedTokens: number;
  calls: number;
  kindCalls: number;
  toolCalls: number;
}

const samePlace = (a: WeighedCall, b: WeighedCall): boolean =>
  bucketOf(a) === bucketOf(b) && a.model === b.model && a.progressOnly === b.progressOnly;

function stretchesOf(calls: readonly WeighedCall[]): readonly Stretch[] {
  const stretches: Stretch[] = [];
  let from = 0;
  for (let index = 1; index <= calls.length; index++) {
    if (index < calls.length && samePlace(calls[index] as WeighedCall, calls[from] as WeighedCall)) continue;
    stretches.push({ from, to: index - 1 });
    from = index;
  }
  return stretches;
}

const kindNumbers = new Map(segmentKinds.map((kind, index) => [kind, index]));
const tierNumbers = new Map(tiers.map((tier, index) => [tier, index]));

function lanesOf(placements: readonly Placement[], tools: ReadonlyMap<SegmentId, string>, callCount: number): readonly Lane[] {
  const byTool = new Map<string | undefined, (Lane | undefined)[]>();
  const lanes: Lane[] = [];
  for (const { segment, kind, tier, from, to, tokens } of placements) {
    const tool = tools.get(segment);
    let ofTool = byTool.get(tool);
    if (ofTool === undefined) byTool.set(tool, (ofTool = []));
    const place = (kindNumbers.get(kind) as number) * tiers.length + (tierNumbers.get(tier) as number);
    let lane = ofTool[place];
    if (lane === undefined) {
      lane = { kind, tier, tool, steps: new Float64Array(callCount + 1) };
      ofTool[place] = lane;
      lanes.push(lane);
    }
    lane.steps[from] = (lane.steps[from] as number) + tokens;
    lane.steps[to + 1] = (lane.steps[to + 1] as number) - tokens;
  }
  return lanes;
}

/** Marks calls once for a kind or a tool, so that a call on many rows is counted on one of them. */
class Seen {
  readonly #marks = new Map<string, Uint8Array>();
  readonly #callCount: number;

  constructor(callCount: number) {
    this.#callCount = callCount;
  }

  of(name: string): Uint8Array {
    let marks = this.#marks.get(name);
    if (marks === undefined) {
      marks = new Uint8Array(this.#callCount);
      this.#marks.set(name, marks);
    }
    return marks;
  }
}

function rollUpRun(calls: readonly WeighedCall[], lanes: readonly Lane[], emit: (row: RollupRow) => void): void {
  const stretches = stretchesOf(calls);
  const kinds = new Seen(calls.length);
  const tools = new Seen(calls.length);
  for (const lane of lanes) {
    const kindSeen = kinds.of(lane.kind);
    const toolSeen = tools.of(lane.tool ?? '');
    let level = 0;
    for (const { from, to } of stretches) {
      const row: OpenRow = { tokens: 0, usd: 0, priced: 0, unpricedTokens: 0, calls: 0, kindCalls: 0, toolCalls: 0 };
      for (let index = from; index <= to; index++) {
        level += lane.steps[index] as number;
        if (level === 0) continue;
        const rate = (calls[index] as WeighedCall).price.usdPerMillion?.[lane.tier];
        row.tokens += level;
        row.calls++;
        if (rate === undefined) row.unpricedTokens += level;
        else {
          row.priced++;
          row.usd += (level * rate) / 1e6;
        }
        if (kindSeen[index] === 0) row.kindCalls++;
        if (toolSeen[index] === 0) row.toolCalls++;
        kindSeen[index] = 1;
        toolSeen[index] = 1;
      }
      if (row.calls === 0) continue;
      const first = calls[from] as WeighedCall;
      emit({
        run: first.run,
        bucket: bucketOf(first),
        model: first.model,
        progressOnly: first.progressOnly,
        kind: lane.kind,
        tool: lane.tool,
        tier: lane.tier,
        tokens: row.tokens as Tokens,
        usd: row.priced === 0 ? undefined : (row.usd as Usd),
        unpricedTokens: row.unpricedTokens as Tokens,
        calls: row.calls,
        kindCalls: row.kindCalls,
        toolCalls: row.toolCalls,
      });
    }
  }
}

/** Calls of each run in the order of their index. */
export function callsByRun(calls: readonly WeighedCall[]): ReadonlyMap<RunId, readonly WeighedCall[]> {
  const runs = new Map<RunId, WeighedCall[]>();
  for (const call of calls) {
    const run = runs.get(call.run);
    if (run === undefined) runs.set(call.run, [call]);
    else run.push(call);
  }
  for (const run of runs.values()) run.sort((a, b) => a.index - b.index);
  return runs;
}

function toolsOf(weights: readonly SegmentWeight[]): ReadonlyMap<SegmentId, string> {
  const tools = new Map<SegmentId, string>();
  for (const weight of weights) if (weight.tool !== undefined) tools.set(weight.segment, weight.tool);
  return tools;
}

/**
 * Sums the placements of a weighing by quarter hour, kind, tool and tier. Walks each run once per lane, not once per
 * placed token, so its cost does not grow with how long segments are carried.
 */
export function rollUp(weighing: Weighing): readonly RollupRow[] {
  const tools = toolsOf(weighing.weights);
  const placements = groupByRun(weighing.placements);
  const rows: RollupRow[] = [];
  for (const [run, calls] of callsByRun(weighing.calls)) {
    const lanes = lanesOf(placements.get(run) ?? [], tools, calls.length);
    rollUpRun(calls, lanes, (row) => rows.push(row));
  }
  return rows;
}

function groupByRun(placements: readonly Placement[]): ReadonlyMap<RunId, readonly Placement[]> {
  const runs = new Map<RunId, Placement[]>();
  for (const placement of placements) {
    const run = runs.get(placement.run);
    if (run === undefined) runs.set(placement.run, [placement]);
    else run.push(placement);
  }
  return runs;
}
