import { expect, test } from 'vitest';
import { segmentKinds } from '../../src/call/segment-kind.ts';
import type { IcicleAnswer } from '../../src/show/answers/icicle-answer.ts';
import type { IcicleBox } from '../layout/icicle.ts';
import { recordingCanvas } from './recording-canvas.ts';
import { paintIcicle } from './paint-icicle.ts';
import type { Palette } from './palette.ts';

const byKind = (prefix: string) => Object.fromEntries(segmentKinds.map((kind) => [kind, `${prefix}-${kind}`])) as Palette['fill'];
const palette: Palette = {
  paper: 'paper',
  ink: 'ink',
  soft: 'soft',
  rule: 'rule',
  edge: 'edge',
  focus: 'focus',
  tare: 'tare',
  net: 'net',
  unseen: 'unseen',
  hatch: 'hatch',
  fill: byKind('fill'),
  pale: byKind('pale'),
  label: byKind('label'),
};

const kindIndex = (kind: (typeof segmentKinds)[number]): number => segmentKinds.indexOf(kind);
const answer: IcicleAnswer = {
  order: 'weight',
  unit: 'tokens',
  levels: ['all', 'kind'],
  total: 10,
  byKind: new Float64Array(segmentKinds.length),
  boxes: {
    level: Uint8Array.of(0, 1, 1),
    start: Float64Array.of(0, 0, 6),
    value: Float64Array.of(10, 6, 4),
    parent: Int32Array.of(-1, 0, 0),
    name: Uint32Array.of(0, 1, 2),
    kind: Uint8Array.of(255, kindIndex('tool-result'), kindIndex('unseen')),
    merged: new Uint32Array(3),
    code: new Int32Array(3),
  },
  names: ['all', 'tool-result', 'unseen'],
  kinds: segmentKinds,
};
const boxes: IcicleBox[] = [
  { box: 0, x: 0, y: 0, width: 200, height: 40, merged: 0 },
  { box: 1, x: 0, y: 40, width: 120, height: 40, merged: 0 },
  { box: 2, x: 120, y: 40, width: 80, height: 40, merged: 0 },
];

test('kinds have their hue, the unseen is hatched, and a number that does not fit is left out', () => {
  const { canvas, log } = recordingCanvas();
  paintIcicle(canvas, {
    answer,
    boxes,
    width: 200,
    height: 80,
    palette,
    characterWidth: 7,
    labelOf: (box) => ({ name: answer.names[box.box] as string, weight: `${answer.boxes.value[box.box]},000,000 tok` }),
    lightOf: () => 'plain',
    picked: 1,
  });
  expect(log.filter((line) => line.startsWith('fillRect'))).toEqual([
    'fillRect net 0 0 199 39',
    'fillRect fill-tool-result 0 40 119 39',
    'fillRect unseen 120 40 79 39',
    'fillRect paper 123 44 50 18',
  ]);
  expect(log.filter((line) => line.startsWith('fillText'))).toEqual([
    'fillText paper all 6 16',
    'fillText paper 10,000,000 tok 6 31',
    'fillText label-tool-result tool-result 6 56',
    'fillText label-tool-result 6,000,000 tok 6 71',
    'fillText ink unseen 126 56',
  ]);
  expect(log.filter((line) => line.startsWith('strokeRect'))).toEqual(['strokeRect paper 1 41 117 37', 'strokeRect focus 1 41 117 37']);
});
