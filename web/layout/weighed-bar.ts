/** A piece of a bar: where it lies on the common scale, and what it is. */
export interface BarPiece<Meaning> {
  readonly x: number;
  readonly width: number;
  readonly value: number;
  readonly meaning: Meaning;
}

/** Lays pieces side by side over `width` pixels, `total` being the whole width; none is narrower than its share. */
export function layoutPieces<Meaning>(
  parts: readonly { readonly value: number; readonly meaning: Meaning }[],
  total: number,
  width: number,
  from = 0,
): BarPiece<Meaning>[] {
  const scale = total === 0 ? 0 : width / total;
  let x = from * scale;
  return parts
    .filter((part) => part.value > 0)
    .map((part) => {
      const piece = { x, width: part.value * scale, value: part.value, meaning: part.meaning };
      x += piece.width;
      return piece;
    });
}

/** Steps of 1, 2 or 5 times a power of ten, at most `most` of them up to `total`. */
export function ticksOf(total: number, most: number): number[] {
  if (!(total > 0)) return [0];
  const rough = total / most;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * magnitude >= rough) as number) * magnitude;
  return Array.from({ length: Math.floor(total / step) + 1 }, (_, index) => index * step);
}

/** Where labels stand below their pieces: as near as they can without touching, in order. */
export function placeLabels(centers: readonly number[], labelWidth: number, width: number): number[] {
  const places = centers.map((center) => Math.max(0, Math.min(width - labelWidth, center - labelWidth / 2)));
  for (let index = 1; index < places.length; index++) {
    places[index] = Math.max(places[index] as number, (places[index - 1] as number) + labelWidth);
  }
  let right = width - labelWidth;
  for (let index = places.length - 1; index >= 0; index--) {
    places[index] = Math.max(0, Math.min(places[index] as number, right));
    right = (places[index] as number) - labelWidth;
  }
  return places;
}
