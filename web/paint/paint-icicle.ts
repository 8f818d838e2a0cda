import type { SegmentKind } from '../../src/call/segment-kind.ts';
import type { IcicleAnswer } from '../../src/show/answers/icicle-answer.ts';
import type { IcicleBox } from '../layout/icicle.ts';
import type { Palette } from './palette.ts';
import { paintHatch, type Canvas } from './paint-context.ts';

/** What is written in a box: its name, and below it its weight. */
export interface BoxLabel {
  readonly name: string;
  readonly weight: string;
}

/** How a box is looked at. */
export type BoxLight = 'plain' | 'dim' | 'found';

export interface IciclePaint {
  readonly answer: IcicleAnswer;
  readonly boxes: readonly IcicleBox[];
  readonly width: number;
  readonly height: number;
  readonly palette: Palette;
  /** About how wide a character is, in pixels. */
  readonly characterWidth: number;
  readonly labelOf: (box: IcicleBox) => BoxLabel;
  readonly lightOf: (box: IcicleBox) => BoxLight;
  /** Index of the box picked, in the answer. */
  readonly picked: number | undefined;
}

function fitted(text: string, room: number): string {
  if (text.length <= room) return text;
  return room < 4 ? '' : `${text.slice(0, room - 1)}…`;
}

function fillOf(
  box: IcicleBox,
  { answer, palette, lightOf }: IciclePaint,
): { readonly fill: string; readonly label: string; readonly kind: SegmentKind | undefined } {
  const kind = answer.kinds[answer.boxes.kind[box.box] as number];
  if (kind === undefined) {
    const level = answer.boxes.level[box.box] as number;
    return level === 0
      ? { fill: palette.net, label: palette.paper, kind: undefined }
      : { fill: palette.rule, label: palette.ink, kind: undefined };
  }
  const faint = box.merged > 0 || answer.names[answer.boxes.name[box.box] as number] === '' || lightOf(box) === 'dim';
  if (kind === 'unseen') return { fill: palette.unseen, label: palette.ink, kind };
  return faint ? { fill: palette.pale[kind], label: palette.ink, kind } : { fill: palette.fill[kind], label: palette.label[kind], kind };
}

/** Paints boxes, their labels where there is room, and the one that is picked. A number is drawn whole or not at all. */
export function paintIcicle(canvas: Canvas, paint: IciclePaint): void {
  const { palette } = paint;
  canvas.clearRect(0, 0, paint.width, paint.height);
  canvas.textBaseline = 'alphabetic';
  for (const box of paint.boxes) {
    const { fill, kind } = fillOf(box, paint);
    canvas.fillStyle = fill;
    const gap = box.width > 3 ? 1 : 0;
    canvas.fillRect(box.x, box.y, box.width - gap, box.height - 1);
    if (kind === 'unseen') paintHatch(canvas, box.x, box.y, box.width - gap, box.height - 1, palette.hatch);
    if (paint.lightOf(box) === 'found') {
      canvas.strokeStyle = palette.ink;
      canvas.lineWidth = 2;
      canvas.strokeRect(box.x + 1, box.y + 1, Math.max(1, box.width - gap - 2), box.height - 3);
    }
  }
  for (const box of paint.boxes) {
    const room = Math.floor((box.width - 12) / paint.characterWidth);
    if (room < 4) continue;
    const { name, weight } = paint.labelOf(box);
    const { label, kind } = fillOf(box, paint);
    if (name === '') continue;
    const first = fitted(name, room);
    const second = weight.length <= room ? weight : '';
    if (kind === 'unseen') {
      canvas.fillStyle = palette.paper;
      canvas.fillRect(
        box.x + 3,
        box.y + 4,
        Math.min(box.width - 8, Math.max(first.length, second.length) * paint.characterWidth + 8),
        second === '' ? 18 : 32,
      );
    }
    canvas.fillStyle = label;
    canvas.font = '650 12px system-ui, sans-serif';
    canvas.fillText(first, box.x + 6, box.y + 16);
    if (second !== '' && box.height >= 34) {
      canvas.font = '400 11px system-ui, sans-serif';
      canvas.fillText(second, box.x + 6, box.y + 31);
    }
  }
  const picked = paint.boxes.find((box) => box.box === paint.picked);
  if (picked === undefined) return;
  canvas.strokeStyle = palette.paper;
  canvas.lineWidth = 5;
  canvas.strokeRect(picked.x + 1, picked.y + 1, Math.max(1, picked.width - 3), picked.height - 3);
  canvas.strokeStyle = palette.focus;
  canvas.lineWidth = 2.5;
  canvas.strokeRect(picked.x + 1, picked.y + 1, Math.max(1, picked.width - 3), picked.height - 3);
}
