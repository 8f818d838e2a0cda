import type { IcicleAnswer } from '../../src/show/answers/icicle-answer.ts';

/** The part of the whole that is in view, in units of the answer. */
export interface Zoom {
  readonly from: number;
  readonly to: number;
}

export interface IcicleViewport {
  readonly width: number;
  /** Height of one level. */
  readonly row: number;
}

/** A box as it is painted, in pixels. */
export interface IcicleBox {
  readonly box: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Boxes under two pixels that this one stands for, with its own merged siblings. */
  readonly merged: number;
}

const narrowest = 2;

/**
 * Boxes in view, with siblings narrower than two pixels drawn as one. A box that is wider than the view is cut to
 * it; edges are snapped to whole pixels so that neighbours meet without a seam.
 */
export function layoutIcicle(answer: IcicleAnswer, zoom: Zoom, { width, row }: IcicleViewport): IcicleBox[] {
  const { boxes } = answer;
  const scale = width / (zoom.to - zoom.from);
  const drawn: IcicleBox[] = [];
  // The run of narrow siblings that is being gathered on each level.
  const open: ({ parent: number; index: number } | undefined)[] = [];
  for (let box = 0; box < boxes.level.length; box++) {
    const start = boxes.start[box] as number;
    const end = start + (boxes.value[box] as number);
    if (end <= zoom.from || start >= zoom.to) continue;
    const x = Math.round(Math.max(0, (start - zoom.from) * scale));
    const right = Math.round(Math.min(width, (end - zoom.from) * scale));
    const level = boxes.level[box] as number;
    const parent = boxes.parent[box] as number;
    const merged = boxes.merged[box] as number;
    const run = open[level];
    if (right - x < narrowest) {
      const gathered = run !== undefined && run.parent === parent ? drawn[run.index] : undefined;
      if (run !== undefined && gathered !== undefined && x - (gathered.x + gathered.width) < narrowest) {
        drawn[run.index] = {
          ...gathered,
          width: Math.max(gathered.width, right - gathered.x),
          merged: gathered.merged + Math.max(1, merged),
        };
        continue;
      }
      if (right === x) continue;
      open[level] = { parent, index: drawn.length };
      drawn.push({ box, x, y: level * row, width: right - x, height: row, merged: Math.max(1, merged) });
      continue;
    }
    open[level] = undefined;
    drawn.push({ box, x, y: level * row, width: right - x, height: row, merged });
  }
  return drawn;
}

/** The painted box at a place: the last one drawn there. */
export function boxAt(boxes: readonly IcicleBox[], x: number, y: number): IcicleBox | undefined {
  return boxes.findLast((box) => x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height);
}

/** From a box up to the whole. */
export function ancestorsOf(answer: IcicleAnswer, box: number): number[] {
  const path: number[] = [];
  for (let index = box; index >= 0; index = answer.boxes.parent[index] as number) path.unshift(index);
  return path;
}

/** Zooms about a place by a factor, within the whole and down to a millionth of it. */
export function zoomAbout(zoom: Zoom, total: number, center: number, factor: number): Zoom {
  const size = Math.min(total, Math.max(total / 1e6, (zoom.to - zoom.from) * factor));
  const share = (center - zoom.from) / (zoom.to - zoom.from);
  const from = Math.max(0, Math.min(total - size, center - share * size));
  return { from, to: from + size };
}
