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
  readonly bucket: number | undefined;
}

function stretchesOf(calls: readonly WeighedCall[]): readonly Stretch[] {
  const stretches: Stretch[] = [];
  const buckets = calls.map(bucketOf);
  let from = 0;
  for (let index = 1; index <= calls.length; index++) {
    const [first, call] = [calls[from], calls[index]];
    const goesOn = buckets[index] === buckets[from] && call?.model === first?.model && call?.progressOnly === first?.progressOnly;
    if (index < calls.length && goesOn) continue;
    stretches.push({ from, to: index - 1, bucket: buckets[from] });
    from = index;
  }
  return stretches;
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

/** The lanes of one run, in the order in which they first occur. */
class Lanes {
  readonly all: Lane[] = [];
  readonly #byTool = new Map<string | undefined, (Lane | undefined)[]>();
  readonly #callCount: number;

  constructor(callCount: number) {
    this.#callCount = callCount;
  }

  add({ kind, tier, from, to, tokens }: Placement, tool: string | undefined): void {
    let ofTool = this.#byTool.get(tool);
    if (ofTool === undefined) this.#byTool.set(tool, (ofTool = []));
    const place = segmentKinds.indexOf(kind) * tiers.length + tiers.indexOf(tier);
    let lane = ofTool[place];
    if (lane === undefined) {
      lane = { kind, tier, tool, steps: new Float64Array(this.#callCount + 1) };
      ofTool[place] = lane;
      this.all.push(lane);
    }
    lane.steps[from] = (lane.steps[from] as number) + tokens;
    lane.steps[to + 1] = (lane.steps[to + 1] as number) - tokens;
  }
}

function rollUpRun(calls: readonly WeighedCall[], lanes: readonly Lane[], rows: RollupRow[]): void {
  const stretches = stretchesOf(calls);
  const kinds = new Seen(calls.length);
  const tools = new Seen(calls.length);
  for (const lane of lanes) {
    const kindSeen = kinds.of(lane.kind);
    const toolSeen = tools.of(lane.tool ?? '');
    let level = 0;
    for (const stretch of stretches) level = rollUpStretch(calls, lane, stretch, level, kindSeen, toolSeen, rows);
  }
}

/** Adds the row of a lane in a stretch, if anything stands there; returns the tokens that it goes on with. */
function rollUpStretch(
  calls: readonly WeighedCall[],
  { steps, kind, tool, tier }: Lane,
  { from, to, bucket }: Stretch,
  before: number,
  kindSeen: Uint8Array,
  toolSeen: Uint8Array,
  rows: RollupRow[],
): number {
  let level = before;
  let tokens = 0;
  let usd: number | undefined;
  let unpricedTokens = 0;
  let callCount = 0;
  let kindCalls = 0;
  let toolCalls = 0;
  for (let index = from; index <= to; index++) {
    level += steps[index] as number;
    if (level === 0) continue;
    const rate = (calls[index] as WeighedCall).price.usdPerMillion?.[tier];
    tokens += level;
    callCount++;
    if (rate === undefined) unpricedTokens += level;
    else usd = (usd ?? 0) + (level * rate) / 1e6;
    if (kindSeen[index] === 0) kindCalls++;
    if (toolSeen[index] === 0) toolCalls++;
    kindSeen[index] = 1;
    toolSeen[index] = 1;
  }
  if (callCount === 0) return level;
  const { run, model, progressOnly } = calls[from] as WeighedCall;
  rows.push({
    run,
    bucket,
    model,
    progressOnly,
    kind,
    tool,
    tier,
    tokens: tokens as Tokens,
    usd: usd as Usd | undefined,
    unpricedTokens: unpricedTokens as Tokens,
    calls: callCount,
    kindCalls,
    toolCalls,
  });
  return level;
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

/** Finds the tool of each placement; placements mostly stand in the order of their weights. */
class ToolFinder {
  readonly #weights: readonly SegmentWeight[];
  #place = 0;
  #bySegment: ReadonlyMap<SegmentId, string | undefined> | undefined;

  constructor(weights: readonly SegmentWeight[]) {
    this.#weights = weights;
  }

  toolOf({ segment }: Placement): string | undefined {
    const weights = this.#weights;
    if (weights[this.#place]?.segment === segment) return weights[this.#place]?.tool;
    if (weights[this.#place + 1]?.segment === segment) return weights[++this.#place]?.tool;
    this.#bySegment ??= new Map(weights.map((weight) => [weight.segment, weight.tool]));
    return this.#bySegment.get(segment);
  }
}

/**
 * Sums the placements of a weighing by quarter hour, kind, tool and tier. Walks each run once per lane, not once per
 * placed token, so its cost does not grow with how long segments are carried.
 */
export function rollUp({ calls, placements, weights }: Weighing): readonly RollupRow[] {
  const runs = new Map(Array.from(callsByRun(calls), ([run, own]) => [run, { calls: own, lanes: new Lanes(own.length) }]));
  const tools = new ToolFinder(weights);
  let run: RunId | undefined;
  let lanes: Lanes | undefined;
  for (const placement of placements) {
    if (placement.run !== run) {
      run = placement.run;
      lanes = runs.get(run)?.lanes;
    }
    lanes?.add(placement, tools.toolOf(placement));
  }
  const rows: RollupRow[] = [];
  for (const { calls: own, lanes: found } of runs.values()) rollUpRun(own, found.all, rows);
  return rows;
}
