import { expect, test } from 'vitest';
import { segmentKinds } from '../../src/call/segment-kind.ts';
import type { IcicleAnswer } from '../../src/show/answers/icicle-answer.ts';
import { ancestorsOf, boxAt, layoutIcicle, zoomAbout, type IcicleBox } from './icicle.ts';

/** Boxes drawn as `name start+value`, two spaces deeper per level. */
function icicle(drawing: string): IcicleAnswer {
  const rows = drawing
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const match = /^( *)(\S+) (\d+)\+(\d+)$/.exec(line) as RegExpExecArray;
      return { level: (match[1] as string).length / 2, name: match[2] as string, start: Number(match[3]), value: Number(match[4]) };
    });
  const parents = rows.map((row, index) => rows.findLastIndex((candidate, at) => at < index && candidate.level === row.level - 1));
  const zeros = new Uint8Array(rows.length);
  return {
    order: 'weight',
    unit: 'tokens',
    levels: ['all', 'project', 'kind'],
    total: rows[0]?.value ?? 0,
    byKind: new Float64Array(segmentKinds.length),
    boxes: {
      level: Uint8Array.from(rows, (row) => row.level),
      start: Float64Array.from(rows, (row) => row.start),
      value: Float64Array.from(rows, (row) => row.value),
      parent: Int32Array.from(parents),
      name: Uint32Array.from(rows.keys()),
      kind: zeros,
      merged: new Uint32Array(rows.length),
      code: new Int32Array(rows.length),
    },
    names: rows.map((row) => row.name),
    kinds: segmentKinds,
  };
}

/** Draws boxes by the first letter of their names, one character a pixel; merged ones as `*`. */
function drawn(answer: IcicleAnswer, boxes: readonly IcicleBox[], width: number): string {
  const rows = answer.levels.map(() => Array.from({ length: width }, () => '.'));
  for (const box of boxes) {
    const letter = box.merged > 0 ? '*' : (answer.names[box.box] as string).charAt(0);
    for (let x = box.x; x < box.x + box.width; x++) (rows[box.y] as string[])[x] = letter;
  }
  return rows.map((row) => row.join('')).join('\n');
}

const answer = icicle(`
a 0+100
  p 0+60
    t 0+40
    u 40+20
  q 60+40
    t 60+36
    x 96+1
    y 97+1
    z 98+1
`);

test('children stand under their parent', () => {
  expect(drawn(answer, layoutIcicle(answer, { from: 0, to: 100 }, { width: 20, row: 1 }), 20)).toBe(
    ['aaaaaaaaaaaaaaaaaaaa', 'ppppppppppppqqqqqqqq', 'ttttttttuuuuttttttt*'].join('\n'),
  );
});

test('zoomed in, what is cut stays cut to the view and small boxes come apart', () => {
  expect(drawn(answer, layoutIcicle(answer, { from: 90, to: 100 }, { width: 20, row: 1 }), 20)).toBe(
    ['aaaaaaaaaaaaaaaaaaaa', 'qqqqqqqqqqqqqqqqqqqq', 'ttttttttttttxxyyzz..'].join('\n'),
  );
});

test('a place leads to its box, a box to its ancestors', () => {
  const boxes = layoutIcicle(answer, { from: 0, to: 100 }, { width: 20, row: 1 });
  const hit = boxAt(boxes, 9, 2);
  expect(ancestorsOf(answer, hit?.box as number).map((box) => answer.names[box])).toEqual(['a', 'p', 'u']);
  expect(boxAt(boxes, 9, 3)).toBeUndefined();
});

test('zooming keeps the place under the pointer and never leaves the whole', () => {
  expect(zoomAbout({ from: 0, to: 100 }, 100, 50, 0.5)).toEqual({ from: 25, to: 75 });
  expect(zoomAbout({ from: 25, to: 75 }, 100, 25, 4)).toEqual({ from: 0, to: 100 });
});
