import type { SegmentLife } from '../../src/show/answers/segment-answer.ts';

export type LifeState = 'read' | 'written' | 'uncached' | 'output' | 'absent';

/** One call of a life, or several where there is no room for each: then the least cached of them is drawn. */
export interface LifeCell {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  /** First and last call that this cell stands for. */
  readonly first: number;
  readonly last: number;
  readonly state: LifeState;
  readonly lost: boolean;
}

export interface LifePicture {
  readonly cells: readonly LifeCell[];
  readonly height: number;
  /** Calls by state. */
  readonly counts: Readonly<Record<LifeState, number>>;
}

const smallest = 6;
const sizes = [16, 13, 10, 8, smallest];
const gap = 3;
/** From the least telling to the most. */
const telling: readonly LifeState[] = ['absent', 'read', 'output', 'written', 'uncached'];

/** The tier that most of its tokens stood at, call by call. */
function statesOf(life: Pick<SegmentLife, 'stretches' | 'firstCall' | 'lastCall'>): LifeState[] {
  const calls = life.lastCall - life.firstCall + 1;
  const states = Array.from({ length: calls }, (): LifeState => 'absent');
  const most = new Float64Array(calls);
  for (const { from, to, tier, tokens } of life.stretches) {
    const state: LifeState = tier === 'read' || tier === 'uncached' || tier === 'output' ? tier : 'written';
    for (let call = Math.max(from, life.firstCall); call <= Math.min(to, life.lastCall); call++) {
      const index = call - life.firstCall;
      if (tokens <= (most[index] as number)) continue;
      most[index] = tokens;
      states[index] = state;
    }
  }
  return states;
}

/** A life as rows of cells, left to right and down, in at most the given height. */
export function layoutLife(
  life: Pick<SegmentLife, 'stretches' | 'losses' | 'firstCall' | 'lastCall'>,
  width: number,
  height: number,
): LifePicture {
  const states = statesOf(life);
  const lost = new Set(life.losses.map(({ call }) => call - life.firstCall));
  const columnsAt = (size: number): number => Math.max(1, Math.floor((width + gap) / (size + gap)));
  const rowsAt = (size: number): number => Math.max(1, Math.floor((height + gap) / (size + gap)));
  const size = sizes.find((candidate) => columnsAt(candidate) * rowsAt(candidate) >= states.length) ?? smallest;
  const columns = columnsAt(size);
  const each = Math.max(1, Math.ceil(states.length / (columns * rowsAt(size))));
  const counts: Record<LifeState, number> = { absent: 0, read: 0, output: 0, written: 0, uncached: 0 };
  for (const state of states) counts[state]++;
  const cells: LifeCell[] = [];
  for (let first = 0; first < states.length; first += each) {
    const last = Math.min(states.length, first + each) - 1;
    const place = first / each;
    const inside = Array.from({ length: last - first + 1 }, (_, index) => first + index);
    cells.push({
      x: (place % columns) * (size + gap),
      y: Math.floor(place / columns) * (size + gap),
      size,
      first: life.firstCall + first,
      last: life.firstCall + last,
      state: telling.findLast((state) => inside.some((index) => states[index] === state)) ?? 'absent',
      lost: inside.some((index) => lost.has(index)),
    });
  }
  return { cells, height: (Math.floor((cells.length - 1) / columns) + 1) * (size + gap), counts };
}
