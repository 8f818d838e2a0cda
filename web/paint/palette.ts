import { segmentKinds, type SegmentKind } from '../../src/call/segment-kind.ts';

/** Colours as the canvas needs them, read from the sheet so that light and dark are one set of rules. */
export interface Palette {
  readonly paper: string;
  readonly ink: string;
  readonly soft: string;
  readonly rule: string;
  readonly edge: string;
  readonly focus: string;
  readonly tare: string;
  readonly net: string;
  readonly unseen: string;
  readonly hatch: string;
  readonly fill: Readonly<Record<SegmentKind, string>>;
  readonly pale: Readonly<Record<SegmentKind, string>>;
  readonly label: Readonly<Record<SegmentKind, string>>;
}

const hueOf = (kind: SegmentKind): string => (kind === 'image' ? 'document' : kind);

/** Resolves a colour expression to what the canvas takes, through an element that is never seen. */
export function readPalette(root: HTMLElement): Palette {
  const probe = document.createElement('span');
  root.append(probe);
  const resolve = (expression: string): string => {
    probe.style.color = expression;
    return getComputedStyle(probe).color;
  };
  const byKind = (expression: (hue: string) => string): Record<SegmentKind, string> =>
    Object.fromEntries(segmentKinds.map((kind) => [kind, resolve(expression(hueOf(kind)))])) as Record<SegmentKind, string>;
  const palette: Palette = {
    paper: resolve('var(--paper)'),
    ink: resolve('var(--ink)'),
    soft: resolve('var(--soft)'),
    rule: resolve('var(--rule)'),
    edge: resolve('var(--edge)'),
    focus: resolve('var(--focus)'),
    tare: resolve('var(--tare)'),
    net: resolve('var(--net)'),
    unseen: resolve('var(--unseen)'),
    hatch: resolve('var(--hatch)'),
    fill: byKind((hue) => `var(--${hue})`),
    pale: byKind((hue) => `color-mix(in oklab, var(--${hue}) 38%, var(--paper))`),
    label: byKind((hue) => (hue === 'unseen' ? 'var(--ink)' : `var(--on-${hue})`)),
  };
  probe.remove();
  return palette;
}
