import type { Tokens, Usd } from '../base/units.ts';
import type { HeldRun, HeldSegment } from '../call/held-run.ts';
import type { RunId } from '../call/run-id.ts';
import { segmentKinds, type SegmentKind } from '../call/segment-kind.ts';
import { tiers, type Tier } from '../call/tier.ts';
import type { WeighedCall, Weighing } from '../call/weighing.ts';

/** Calls and rollups are kept by quarter hours of UTC: every local day of every time zone begins on one. */
export const bucketMilliseconds = 900_000;

export const bucketOf = (call: WeighedCall): number | undefined =>
  call.time === undefined ? undefined : Math.floor(call.time / bucketMilliseconds);

/** Tokens of one kind and tool in a quarter of an hour of a run. Columns as in docs/ledger.md. */
export interface RollupRow {
  readonly run: RunId;
  readonly bucket: number | undefined;
  readonly model: string | undefined;
  readonly progressOnly: boolean;
  readonly kind: SegmentKind;
  readonly tool: string | undefined;
  readonly tokens: Tokens;
  readonly usd: Usd | undefined;
  readonly kindCalls: number;
  readonly toolCalls: number;
}

/** One kind and tool of a run, in lanes by tier. */
interface Road {
  readonly kind: SegmentKind;
  readonly tool: string | undefined;
  readonly lanes: Lane[];
}

interface Lane {
  readonly tier: Tier;
  /** Where its tokens per call begin among the steps, as differences between successive calls. */
  readonly from: number;
  /** Tokens with which it comes out of the last stretch. */
  level: number;
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

/** Steps of all lanes of the run at hand: one run is summed at a time. */
let steps = new Float64Array(1 << 16);

/** The roads of one run, in the order in which they first occur. */
class Roads {
  readonly all: Road[] = [];
  #used = 0;
  readonly #callCount: number;
  readonly #byTool = new Map<string | undefined, (Road | undefined)[]>();

  constructor({ calls, segments, placements, starts }: HeldRun) {
    this.#callCount = calls.length;
    for (let number = 0; number < segments.length; number++) {
      const { kind, segment } = segments[number] as HeldSegment;
      const { lanes } = this.#roadOf(kind, segment?.tool?.name);
      const end = starts[number + 1] as number;
      for (let row = starts[number] as number; row < end; row++) {
        const { from: first } = this.#laneOf(lanes, placements.tier[row] as number);
        const [from, behind, tokens] = [
          placements.from[row] as number,
          (placements.to[row] as number) + 1,
          placements.tokens[row] as number,
        ];
        steps[first + from] = (steps[first + from] as number) + tokens;
        steps[first + behind] = (steps[first + behind] as number) - tokens;
      }
    }
  }

  #roadOf(kind: SegmentKind, tool: string | undefined): Road {
    let ofTool = this.#byTool.get(tool);
    if (ofTool === undefined) this.#byTool.set(tool, (ofTool = []));
    const place = segmentKinds.indexOf(kind);
    const known = ofTool[place];
    if (known !== undefined) return known;
    const road: Road = { kind, tool, lanes: [] };
    ofTool[place] = road;
    this.all.push(road);
    return road;
  }

  #laneOf(lanes: Lane[], tier: number): Lane {
    const name = tiers[tier] as Tier;
    for (let index = 0; index < lanes.length; index++) if ((lanes[index] as Lane).tier === name) return lanes[index] as Lane;
    const lane: Lane = { tier: name, from: this.#used, level: 0 };
    this.#used += this.#callCount + 1;
    if (this.#used > steps.length) {
      const larger = new Float64Array(this.#used * 2);
      larger.set(steps);
      steps = larger;
    }
    steps.fill(0, lane.from, this.#used);
    lanes.push(lane);
    return lane;
  }
}

function rollUpRun(held: HeldRun, rows: RollupRow[]): void {
  const { calls } = held;
  const stretches = stretchesOf(calls);
  const kinds = new Seen(calls.length);
  const tools = new Seen(calls.length);
  for (const road of new Roads(held).all) {
    const kindSeen = kinds.of(road.kind);
    const toolSeen = tools.of(road.tool ?? '');
    for (const stretch of stretches) rollUpStretch(calls, road, stretch, kindSeen, toolSeen, rows);
  }
}

/** Adds the row of a road in a stretch, if anything stands there. */
function rollUpStretch(
  calls: readonly WeighedCall[],
  { kind, tool, lanes }: Road,
  { from, to, bucket }: Stretch,
  kindSeen: Uint8Array,
  toolSeen: Uint8Array,
  rows: RollupRow[],
): void {
  let tokens = 0;
  let usd: number | undefined;
  let kindCalls = 0;
  let toolCalls = 0;
  for (let number = 0; number < lanes.length; number++) {
    const lane = lanes[number] as Lane;
    const { from: first, tier } = lane;
    let { level } = lane;
    for (let index = from; index <= to; index++) {
      level += steps[first + index] as number;
      if (level === 0) continue;
      const rate = (calls[index] as WeighedCall).price.usdPerMillion?.[tier];
      tokens += level;
      if (rate !== undefined) usd = (usd ?? 0) + (level * rate) / 1e6;
      if (kindSeen[index] === 0) kindCalls++;
      if (toolSeen[index] === 0) toolCalls++;
      kindSeen[index] = 1;
      toolSeen[index] = 1;
    }
    lane.level = level;
  }
  if (tokens === 0) return;
  const { run, model, progressOnly } = calls[from] as WeighedCall;
  rows.push({
    run,
    bucket,
    model,
    progressOnly,
    kind,
    tool,
    tokens: tokens as Tokens,
    usd: usd as Usd | undefined,
    kindCalls,
    toolCalls,
  });
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

/**
 * Sums the placements of a weighing by quarter hour, kind and tool. Walks each run once per lane, not once per placed token,
 * so its cost does not grow with how long segments are carried.
 */
export function rollUp({ held }: Pick<Weighing, 'held'>): readonly RollupRow[] {
  const rows: RollupRow[] = [];
  for (const run of held) rollUpRun(run, rows);
  return rows;
}
