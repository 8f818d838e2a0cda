import type { ContextPicture, Viewport } from '../layout/context-columns.ts';
import type { Palette } from './palette.ts';

/** The part of a 2D context that painting uses; a test records the calls. */
export type Canvas = Pick<
  CanvasRenderingContext2D,
  | 'fillRect'
  | 'clearRect'
  | 'beginPath'
  | 'moveTo'
  | 'lineTo'
  | 'stroke'
  | 'fillStyle'
  | 'strokeStyle'
  | 'lineWidth'
  | 'strokeRect'
  | 'fillText'
  | 'font'
  | 'textBaseline'
  | 'save'
  | 'restore'
  | 'clip'
  | 'rect'
>;

/** Diagonal lines over a box: unknown, and nothing else. */
export function paintHatch(canvas: Canvas, x: number, y: number, width: number, height: number, color: string): void {
  canvas.save();
  canvas.beginPath();
  canvas.rect(x, y, width, height);
  canvas.clip();
  canvas.strokeStyle = color;
  canvas.lineWidth = 1;
  canvas.beginPath();
  // Lines where x + y is a multiple of 6 over the whole picture, so that neighbours join.
  for (let sum = Math.floor((x + y) / 6) * 6; sum <= x + width + y + height; sum += 6) {
    canvas.moveTo(sum - y, y);
    canvas.lineTo(sum - y - height, y + height);
  }
  canvas.stroke();
  canvas.restore();
}

/** Paints the context columns, the waterline, and the call that is looked at. */
export function paintContext(
  canvas: Canvas,
  picture: ContextPicture,
  viewport: Viewport,
  palette: Palette,
  selected: number | undefined,
): void {
  canvas.clearRect(0, 0, viewport.width, viewport.height);
  for (const box of picture.boxes) {
    const style = box.kind === 'unseen' ? palette.unseen : (box.pale ? palette.pale : palette.fill)[box.kind];
    canvas.fillStyle = style;
    canvas.fillRect(box.x, box.y, box.width, box.height);
  }
  for (const box of picture.boxes) {
    if (box.kind === 'unseen') paintHatch(canvas, box.x, box.y, box.width, box.height, palette.hatch);
  }
  for (const [style, width] of [
    [palette.paper, 3],
    [palette.ink, 1.25],
  ] as const) {
    canvas.strokeStyle = style;
    canvas.lineWidth = width;
    canvas.beginPath();
    let open = false;
    for (const column of picture.columns) {
      if (column.waterline === undefined) {
        open = false;
        continue;
      }
      if (open) canvas.lineTo(column.x, column.waterline);
      else canvas.moveTo(column.x, column.waterline);
      canvas.lineTo(column.x + column.width, column.waterline);
      open = true;
    }
    canvas.stroke();
  }
  const column = selected === undefined ? undefined : picture.columns[selected];
  if (column !== undefined) {
    canvas.strokeStyle = palette.focus;
    canvas.lineWidth = 2;
    canvas.strokeRect(column.x - 1, column.top - 2, column.width + 2, viewport.height - column.top + 2);
  }
}
