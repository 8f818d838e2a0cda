import type { SegmentKind } from '../../src/call/segment-kind.ts';
import type { SessionCall } from '../../src/show/answers/session-answer.ts';

/** Kinds from the foot of a column to its top: about the order in which they stand in a prompt. */
export const stackOrder: readonly SegmentKind[] = [
  'unseen',
  'system',
  'tools',
  'summary',
  'document',
  'image',
  'user',
  'tool-result',
  'tool-call',
  'reasoning',
  'answer',
];

/** A part of one column. Pale below the waterline: read from cache. */
export interface ContextBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly kind: SegmentKind;
  readonly pale: boolean;
}

/** One call, or several neighbours where a pixel has no room for each: then the one with the largest context is drawn. */
export interface ContextColumn {
  readonly x: number;
  readonly width: number;
  /** Index into the calls given. */
  readonly call: number;
  /** First and last call that this column stands for. */
  readonly first: number;
  readonly last: number;
  readonly top: number;
  /** Height of what was read from cache; absent where the tiers are unknown. */
  readonly waterline: number | undefined;
  readonly lost: boolean;
}

export interface ContextPicture {
  readonly boxes: readonly ContextBox[];
  readonly columns: readonly ContextColumn[];
  /** The largest context, in tokens: the full height. */
  readonly largest: number;
}

export interface Viewport {
  readonly width: number;
  readonly height: number;
}

const narrowest = 2;

function columnBoxes(call: SessionCall, x: number, width: number, scale: number, height: number): ContextBox[] {
  const read = call.byTier.read ?? 0;
  const boxes: ContextBox[] = [];
  let below = 0;
  for (const kind of stackOrder) {
    const tokens = call.byKind[kind];
    if (tokens === undefined || tokens === 0) continue;
    const pale = Math.max(0, Math.min(tokens, read - below));
    for (const [from, size, isPale] of [
      [below, pale, true],
      [below + pale, tokens - pale, false],
    ] as const) {
      if (size > 0) boxes.push({ x, width, y: height - (from + size) * scale, height: size * scale, kind, pale: isPale });
    }
    below += tokens;
  }
  return boxes;
}

/** The context over the calls of a run, stacked by kind, on a height of the largest context. */
export function layoutContext(calls: readonly SessionCall[], { width, height }: Viewport): ContextPicture {
  const count = Math.max(1, Math.min(calls.length, Math.floor(width / narrowest)));
  const step = width / count;
  const largest = calls.reduce((most, call) => Math.max(most, call.context ?? 0), 0);
  const scale = largest === 0 ? 0 : height / largest;
  const boxes: ContextBox[] = [];
  const columns: ContextColumn[] = [];
  if (calls.length === 0) return { boxes, columns, largest };
  for (let column = 0; column < count; column++) {
    const first = Math.floor((column * calls.length) / count);
    const last = Math.floor(((column + 1) * calls.length) / count) - 1;
    let drawn = first;
    for (let index = first; index <= last; index++) {
      if ((calls[index]?.context ?? 0) > (calls[drawn]?.context ?? 0)) drawn = index;
    }
    const call = calls[drawn] as SessionCall;
    const x = column * step;
    const gap = step > 5 ? 1 : 0;
    boxes.push(...columnBoxes(call, x, step - gap, scale, height));
    columns.push({
      x,
      width: step - gap,
      call: drawn,
      first,
      last,
      top: height - (call.context ?? 0) * scale,
      waterline: call.byTier.read === undefined && call.context === null ? undefined : height - (call.byTier.read ?? 0) * scale,
      lost: calls.slice(first, last + 1).some((each) => each.loss !== null),
    });
  }
  return { boxes, columns, largest };
}

/** The column under a horizontal place, the nearest where there is none. */
export function columnAt(columns: readonly ContextColumn[], x: number): number {
  let low = 0;
  let high = columns.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((columns[middle] as ContextColumn).x <= x) low = middle;
    else high = middle - 1;
  }
  return low;
}
