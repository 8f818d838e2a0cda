import type { SegmentKind } from '../../call/segment-kind.ts';
import type { World } from '../world.ts';

/** Dark-theme hues of the page (web/look.css), so that a kind looks alike on every screen. */
const hues: Readonly<Record<SegmentKind, string>> = {
  system: 'b4c2fe',
  tools: '476f91',
  user: '937a07',
  document: 'dfd57e',
  'tool-call': '8ee5da',
  'tool-result': '139f94',
  reasoning: 'a081d3',
  answer: '83a571',
  summary: 'a64a5d',
  image: 'dfd57e',
  unseen: '7d838e',
};
const tareHue = 'e98a5c';
const softHue = 'a9adb4';

/** Colours and weights for a terminal that has them; the bare text for one that has not. */
export interface Ink {
  readonly kind: (kind: SegmentKind, text: string) => string;
  readonly tare: (text: string) => string;
  readonly soft: (text: string) => string;
  readonly bold: (text: string) => string;
}

function colored(hue: string, text: string): string {
  const channel = (from: number): number => Number.parseInt(hue.slice(from, from + 2), 16);
  return `\u001b[38;2;${channel(0)};${channel(2)};${channel(4)}m${text}\u001b[39m`;
}

const plain: Ink = { kind: (_, text) => text, tare: (text) => text, soft: (text) => text, bold: (text) => text };
const rich: Ink = {
  kind: (kind, text) => colored(hues[kind], text),
  tare: (text) => colored(tareHue, text),
  soft: (text) => colored(softHue, text),
  bold: (text) => `\u001b[1m${text}\u001b[22m`,
};

export const inkFor = (world: Pick<World, 'colorDepth'>): Ink => (world.colorDepth === '24-bit' ? rich : plain);
