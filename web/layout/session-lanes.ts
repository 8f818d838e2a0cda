import type { SessionCall, SessionRun } from '../../src/show/answers/session-answer.ts';
import type { ContextColumn } from './context-columns.ts';

/** A stretch of the axis of calls, in pixels. */
export interface LaneSpan {
  readonly x: number;
  readonly width: number;
  readonly name: string;
}

const rightOf = (column: ContextColumn): number => column.x + column.width;

/** Turns as stretches of columns, in order. */
export function turnSpans(calls: readonly SessionCall[], columns: readonly ContextColumn[]): LaneSpan[] {
  const spans: { x: number; width: number; name: string; turn: number }[] = [];
  for (const column of columns) {
    const turn = calls[column.first]?.turn ?? 0;
    const open = spans.at(-1);
    if (open?.turn === turn) open.width = rightOf(column) - open.x;
    else spans.push({ x: column.x, width: column.width, name: `turn ${turn}`, turn });
  }
  return spans;
}

/** Another run beside the calls during which it worked; absent where it has no times or lies outside. */
export function runSpan(run: SessionRun, calls: readonly SessionCall[], columns: readonly ContextColumn[]): LaneSpan | undefined {
  const times = run.calls.map(({ time }) => time).filter((time) => time !== null);
  if (times.length === 0) return undefined;
  const start = Math.min(...times);
  const end = Math.max(...times);
  const timeOf = (index: number): number => calls[index]?.time ?? Number.NaN;
  // It was started by the last call before it, and its result went into the first call after it.
  const from = columns.findLast((column) => timeOf(column.first) <= start) ?? columns[0];
  const to = columns.find((column) => timeOf(column.last) >= end) ?? columns.at(-1);
  if (from === undefined || to === undefined) return undefined;
  return { x: from.x, width: Math.max(8, rightOf(to) - from.x), name: run.agent };
}

/** Lanes so that stretches of one lane do not touch, first come first. */
export function stackLanes<Span extends LaneSpan>(spans: readonly Span[]): readonly (Span & { readonly lane: number })[] {
  const ends: number[] = [];
  return spans
    .toSorted((a, b) => a.x - b.x)
    .map((span) => {
      const free = ends.findIndex((end) => end < span.x);
      const lane = free < 0 ? ends.length : free;
      ends[lane] = span.x + span.width;
      return { ...span, lane };
    });
}
