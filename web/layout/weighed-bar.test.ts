import { expect, test } from 'vitest';
import { layoutPieces, placeLabels, ticksOf } from './weighed-bar.ts';

/** Draws pieces as text, one cell a pixel. */
const drawn = (pieces: readonly { readonly width: number; readonly meaning: string }[]): string =>
  pieces.map((piece) => piece.meaning.repeat(piece.width)).join('');

test('pieces have their share of the width, nothing is drawn for nothing', () => {
  expect(
    drawn(
      layoutPieces(
        [
          { value: 20, meaning: 'u' },
          { value: 0, meaning: 'x' },
          { value: 60, meaning: 't' },
        ],
        80,
        16,
      ),
    ),
  ).toBe('uuuutttttttttttt');
});

test('ticks are round numbers', () => {
  expect(ticksOf(412.6, 10)).toEqual([0, 50, 100, 150, 200, 250, 300, 350, 400]);
  expect(ticksOf(0, 10)).toEqual([0]);
});

test('labels never overlap and stay inside', () => {
  expect(placeLabels([10, 20, 30, 395], 100, 400)).toEqual([0, 100, 200, 300]);
});
