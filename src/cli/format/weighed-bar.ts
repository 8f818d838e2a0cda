import { largestRemainder } from '../../base/largest-remainder.ts';

/** One piece of a bar: its weight and how its cells are drawn. */
export interface BarPiece {
  readonly weight: number;
  readonly draw: (cells: string) => string;
  readonly cell: string;
}

/** A bar of `width` cells in which every piece has its share; a piece that weighs anything keeps a cell. */
export function formatBar(pieces: readonly BarPiece[], width: number): string {
  const heavy = pieces.filter((piece) => piece.weight > 0);
  if (heavy.length === 0) return '';
  const spare = Math.max(0, width - heavy.length);
  const cells = largestRemainder(
    spare,
    heavy.map((piece) => piece.weight),
  );
  return heavy.map((piece, index) => piece.draw(piece.cell.repeat((cells[index] as number) + 1))).join('');
}
