import type { ComponentChildren } from 'preact';
import { useCallback, useMemo, useState } from 'preact/hooks';
import { formatCount } from '../../src/base/number-format.ts';
import type { IcicleAnswer } from '../../src/show/answers/icicle-answer.ts';
import { ancestorsOf, boxAt, layoutIcicle, zoomAbout, type IcicleBox, type Zoom } from '../layout/icicle.ts';
import { paintIcicle, type BoxLight } from '../paint/paint-icicle.ts';
import type { Palette } from '../paint/palette.ts';
import { icicleOrders } from '../state/icicle-orders.ts';
import { place, setOption } from '../state/location.ts';
import { CanvasPicture } from '../widgets/canvas-picture.tsx';
import { IcicleTable } from '../widgets/icicle-table.tsx';
import { KindKey } from '../widgets/kind-key.tsx';
import { formatIn, formatShare, type Unit } from '../widgets/quantity.ts';
import { useWidth } from '../widgets/use-width.ts';

const gutter = 64;
const pictureHeight = 320;

/** Name of a box as a person reads it: the end of a path, the id without its source. */
function shortName(answer: IcicleAnswer, box: IcicleBox): string {
  if (box.merged > 0) return `+${formatCount(box.merged)}`;
  const name = answer.names[answer.boxes.name[box.box] as number] as string;
  const level = answer.levels[answer.boxes.level[box.box] as number];
  if (level === 'session') return name.slice(name.indexOf(':') + 1).slice(0, 13);
  if (level === 'project') return name.split(/[\\/]/).at(-1) ?? name;
  if (level === 'target' && /^[\w./\\-]+$/.test(name)) return name.split(/[\\/]/).at(-1) ?? name;
  return name;
}

/** Keeps what the boxes say in one sentence: the heaviest kind. */
function headlineOf(answer: IcicleAnswer, unit: Unit): string {
  const kindLevel = answer.levels.indexOf('kind');
  const weights = new Map<string, number>();
  for (let box = 0; box < answer.boxes.level.length; box++) {
    if (answer.boxes.level[box] !== kindLevel) continue;
    const kind = answer.kinds[answer.boxes.kind[box] as number] as string;
    weights.set(kind, (weights.get(kind) ?? 0) + (answer.boxes.value[box] as number));
  }
  const [heaviest] = Array.from(weights).sort((a, b) => b[1] - a[1]);
  if (heaviest === undefined) return 'Nothing was billed here.';
  const what = heaviest[0] === 'unseen' ? 'unseen: billed, but not in the source' : `${heaviest[0]}s`;
  return `Of ${formatIn(unit, answer.total)}, ${formatShare(heaviest[1], answer.total)} is ${what}.`;
}

/** Everything billed, nested; zoom with a click or the wheel, search by name. */
export function TokensPage({
  answer,
  unit,
  onZoom,
  onPick,
  picked,
  brush,
}: {
  readonly answer: IcicleAnswer;
  readonly unit: Unit;
  readonly onZoom: (zoom: Zoom | undefined) => void;
  readonly onPick: (segment: string | undefined, box: number | undefined) => void;
  readonly picked: number | undefined;
  readonly brush: ComponentChildren;
}) {
  const [measure, outer] = useWidth(1232);
  const [search, setSearch] = useState(place.value.options['find'] ?? '');
  const [hovered, setHovered] = useState<IcicleBox | undefined>(undefined);
  const width = outer - gutter;
  const row = Math.floor(pictureHeight / answer.levels.length);
  const [from, to] = (place.value.options['zoom'] ?? '').split('-').map(Number);
  const zoom: Zoom =
    from !== undefined && to !== undefined && to > from
      ? { from, to: Math.min(to, answer.total) }
      : { from: 0, to: Math.max(answer.total, 1e-9) };
  const boxes = useMemo(() => layoutIcicle(answer, zoom, { width, row }), [answer, zoom.from, zoom.to, width, row]);
  const needle = search.toLowerCase();
  const lightOf = useCallback(
    (box: IcicleBox): BoxLight => {
      if (needle === '') return 'plain';
      return (answer.names[answer.boxes.name[box.box] as number] as string).toLowerCase().includes(needle) ? 'found' : 'dim';
    },
    [answer, needle],
  );
  const labelOf = useCallback(
    (box: IcicleBox) => {
      const value = answer.boxes.value[box.box] as number;
      return {
        name: shortName(answer, box),
        weight: box.merged > 0 ? '' : `${formatIn(unit, value)} · ${formatShare(value, answer.total)}`,
      };
    },
    [answer, unit],
  );
  const paint = useCallback(
    (canvas: CanvasRenderingContext2D, palette: Palette) =>
      paintIcicle(canvas, {
        answer,
        boxes,
        width,
        height: row * answer.levels.length,
        palette,
        characterWidth: 7.3,
        labelOf,
        lightOf,
        picked,
      }),
    [answer, boxes, width, row, labelOf, lightOf, picked],
  );
  const open = (x: number, y: number): void => {
    const hit = boxAt(boxes, x, y);
    if (hit === undefined) return;
    const start = answer.boxes.start[hit.box] as number;
    const value = answer.boxes.value[hit.box] as number;
    onPick(answer.segments[answer.boxes.segment[hit.box] as number], hit.box);
    const whole = (answer.boxes.level[hit.box] as number) === 0;
    onZoom(whole ? undefined : { from: start, to: start + value });
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.target instanceof HTMLInputElement) return;
    const size = zoom.to - zoom.from;
    const middle = (zoom.from + zoom.to) / 2;
    const moved = (by: number): Zoom => {
      const start = Math.max(0, Math.min(answer.total - size, zoom.from + by * size));
      return { from: start, to: start + size };
    };
    const next = {
      w: () => zoomAbout(zoom, answer.total, middle, 0.6),
      s: () => zoomAbout(zoom, answer.total, middle, 1 / 0.6),
      a: () => moved(-0.25),
      d: () => moved(0.25),
      Escape: () => undefined,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    onZoom(next());
  };
  const trail = picked === undefined ? [] : ancestorsOf(answer, picked);
  return (
    <div onKeyDown={onKey}>
      <div class="lede">
        <div>
          <h1>{headlineOf(answer, unit)}</h1>
          <p class="sub">{formatCount(boxes.length)} boxes drawn · boxes under 2 px drawn as one, counted · every level sums to the bill</p>
        </div>
      </div>
      {brush}
      <div class="tokens-bar">
        <div class="seg" role="group" aria-label="order">
          {icicleOrders.map((order) => (
            <button
              type="button"
              data-order
              key={order}
              aria-pressed={answer.order === order}
              onClick={() => setOption('order', order === 'weight' ? '' : order)}
            >
              {order}
            </button>
          ))}
        </div>
        <input
          type="search"
          data-search
          placeholder="search /"
          aria-label="search boxes"
          value={search}
          onInput={(event) => {
            setSearch(event.currentTarget.value);
            setOption('find', event.currentTarget.value, 'replace');
          }}
        />
        <span class="soft trail">
          {trail
            .map((box) => answer.names[answer.boxes.name[box] as number])
            .filter((name) => name !== '')
            .join(' › ')}
          {from !== undefined && to !== undefined && to > from && (
            <button type="button" onClick={() => onZoom(undefined)}>
              <kbd>Esc</kbd> out
            </button>
          )}
        </span>
        <KindKey />
      </div>
      <figure class="icicle" ref={measure} tabIndex={0} aria-label="icicle: w and s zoom, a and d pan, Escape zooms out">
        <div class="icicle-levels" style={{ width: `${gutter}px` }} aria-hidden="true">
          {answer.levels.map((level, index) => (
            <span key={level} style={{ top: `${index * row + row / 2 - 8}px` }}>
              {level}
            </span>
          ))}
        </div>
        <div
          style={{ marginLeft: `${gutter}px` }}
          onWheel={(event) => {
            if (!event.ctrlKey && !event.shiftKey) return;
            event.preventDefault();
            const center = zoom.from + (event.offsetX / width) * (zoom.to - zoom.from);
            onZoom(zoomAbout(zoom, answer.total, center, event.deltaY > 0 ? 1.25 : 0.8));
          }}
        >
          <CanvasPicture
            width={width}
            height={row * answer.levels.length}
            label={headlineOf(answer, unit)}
            paint={paint}
            onClick={open}
            onMove={(x, y) => setHovered(boxAt(boxes, x, y))}
            onLeave={() => setHovered(undefined)}
          />
        </div>
        <p class="hover soft" role="status">
          {hovered === undefined
            ? ' '
            : `${ancestorsOf(answer, hovered.box)
                .map((box) => answer.names[answer.boxes.name[box] as number])
                .filter((name) => name !== '')
                .join(
                  ' › ',
                )}${hovered.merged > 0 ? ` › ${formatCount(hovered.merged)} small ones` : ''}: ${formatIn(unit, answer.boxes.value[hovered.box] as number)}, ${formatShare(answer.boxes.value[hovered.box] as number, answer.total)} of gross`}
        </p>
      </figure>
      <IcicleTable answer={answer} unit={unit} />
    </div>
  );
}
