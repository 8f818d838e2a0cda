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

/** One kind, tool and tier of a run. */
interface Lane {
  readonly kind: SegmentKind;
  readonly tool: string | undefined;
  readonly tier: Tier;
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
  /** Tokens per call of each lane, one lane after the other, as differences between successive calls. */
  readonly steps: number[] = [];
  /** Numbers of steps of a lane. */
  readonly width: number;
  readonly #byTool = new Map<string | undefined, (number | undefined)[]>();

  constructor({ calls, segments, placements, starts }: HeldRun) {
    this.width = calls.length + 1;
    for (let number = 0; number < segments.length; number++) {
      const { kind, segment } = segments[number] as HeldSegment;
      const ofTool = this.#ofTool(segment?.tool?.name);
      const first = segmentKinds.indexOf(kind) * tiers.length;
      const end = starts[number + 1] as number;
      for (let row = starts[number] as number; row < end; row++) {
        const tier = placements.tier[row] as number;
        const lane = ofTool[first + tier] ?? (ofTool[first + tier] = this.#open(kind, segment?.tool?.name, tier));
        this.#add(lane * this.width, placements.from[row] as number, placements.to[row] as number, placements.tokens[row] as number);
      }
    }
  }

  #ofTool(tool: string | undefined): (number | undefined)[] {
    let ofTool = this.#byTool.get(tool);
    if (ofTool === undefined) this.#byTool.set(tool, (ofTool = []));
    return ofTool;
  }

  #open(kind: SegmentKind, tool: string | undefined, tier: number): number {
    const lane = this.all.push({ kind, tool, tier: tiers[tier] as Tier }) - 1;
    for (let call = 0; call < this.width; call++) this.steps.push(0);
    return lane;
  }

  #add(lane: number, from: number, to: number, tokens: number): void {
    this.steps[lane + from] = (this.steps[lane + from] as number) + tokens;
    this.steps[lane + to + 1] = (this.steps[lane + to + 1] as number) - tokens;
  }
}

function rollUpRun(held: HeldRun, rows: RollupRow[]): void {
  const { calls } = held;
  const stretches = stretchesOf(calls);
  const kinds = new Seen(calls.length);
  const tools = new Seen(calls.length);
  const lanes = new Lanes(held);
  for (let number = 0; number < lanes.all.length; number++) {
    const lane = lanes.all[number] as Lane;
    const steps = lanes.steps.slice(number * lanes.width, (number + 1) * lanes.width);
    const kindSeen = kinds.of(lane.kind);
    const toolSeen = tools.of(lane.tool ?? '');
    let level = 0;
    for (const stretch of stretches) level = rollUpStretch(calls, lane, steps, stretch, level, kindSeen, toolSeen, rows);
  }
}

/** Adds the row of a lane in a stretch, if anything stands there; returns the tokens that it goes on with. */
function rollUpStretch(
  calls: readonly WeighedCall[],
  { kind, tool, tier }: Lane,
  steps: readonly number[],
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

/**
 * Sums the placements of a weighing by quarter hour, kind, tool and tier. Walks each run once per lane, not once per
 * placed token, so its cost does not grow with how long segments are carried.
 */
export function rollUp({ held }: Pick<Weighing, 'held'>): readonly RollupRow[] {
  const rows: RollupRow[] = [];
  for (const run of held) rollUpRun(run, rows);
  return rows;
}
