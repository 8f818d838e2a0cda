import type { ComponentChildren } from 'preact';
import { useCallback, useMemo, useState } from 'preact/hooks';
import { formatCount, formatPercent } from '../../src/base/number-format.ts';
import type { IcicleAnswer, IcicleAsIf } from '../../src/show/answers/icicle-answer.ts';
import type { PieceName, PieceRequest } from '../../src/show/answers/timeline-answer.ts';
import { ancestorsOf, boxAt, layoutIcicle, zoomAbout, type IcicleBox, type Zoom } from '../layout/icicle.ts';
import { paintIcicle, type BoxLight } from '../paint/paint-icicle.ts';
import type { Palette } from '../paint/palette.ts';
import { icicleOrders } from '../state/icicle-orders.ts';
import { place, setOption } from '../state/location.ts';
import { AsIfChoice } from '../widgets/as-if-choice.tsx';
import { CanvasPicture } from '../widgets/canvas-picture.tsx';
import { IcicleTable } from '../widgets/icicle-table.tsx';
import { KindKey } from '../widgets/kind-key.tsx';
import { formatIn, formatShare } from '../widgets/quantity.ts';
import { useWidth } from '../widgets/use-width.ts';

const gutter = 64;
const pictureHeight = 320;

/** The end of a folder's path, as much of it as tells it from the others. */
function folderName(path: string, folders: readonly string[]): string {
  const parts = path.split(/[\\/]/);
  const ends = parts.map((_, index) => parts.slice(index).join('/')).reverse();
  return ends.find((end) => folders.every((other) => other === path || !other.replaceAll('\\', '/').endsWith(`/${end}`))) ?? path;
}

/** Name of a box as a person reads it: the end of a path, the id without its source. */
function shortName(answer: IcicleAnswer, box: IcicleBox, folders: readonly string[]): string {
  if (box.merged > 0) return `+${formatCount(box.merged)}`;
  const name = answer.names[answer.boxes.name[box.box] as number] as string;
  const level = answer.levels[answer.boxes.level[box.box] as number];
  if (level === 'session') return name.slice(name.indexOf(':') + 1).slice(0, 13);
  if (level === 'project') return folderName(name, folders);
  if (level === 'target' && /^[\w./\\-]+$/.test(name)) return name.split(/[\\/]/).at(-1) ?? name;
  return name;
}

/** What is billed in one sentence: the heaviest kind. */
function headlineOf(answer: IcicleAnswer): string {
  const most = answer.byKind.indexOf(Math.max(...answer.byKind));
  const kind = answer.kinds[most];
  if (kind === undefined || answer.total === 0) return 'Nothing was billed here.';
  const what = kind === 'unseen' ? 'unseen: billed, but not in the source' : `${kind}s`;
  return `Of ${formatIn(answer.unit, answer.total)}, ${formatShare(answer.byKind[most] as number, answer.total)} is ${what}.`;
}

/** How GPU-seconds were found, beside the choice of what they are of. */
function AsIfLine({ asIf, total }: { readonly asIf: IcicleAsIf; readonly total: number }) {
  const { layout, bandFactor, utilisation } = asIf;
  return (
    <p class="sub as-if">
      As if served as <AsIfChoice />, {layout}, working {formatPercent(utilisation)} of the time; 80 % band{' '}
      {formatIn('gpu', total / bandFactor)} to {formatIn('gpu', total * bandFactor)}. What is read from cache takes none of its own; it
      lengthens what the rest attends to. The real model and its GPUs are not published.
    </p>
  );
}

/** Names of a box and its parents, as the ledger numbers them; of folded ones their parent's. */
function namesOf(answer: IcicleAnswer, box: number): PieceRequest['names'] {
  const names: Partial<Record<PieceName, number>> = {};
  for (const each of ancestorsOf(answer, box)) {
    const level = answer.levels[answer.boxes.level[each] as number] as string;
    const code = answer.boxes.code[each] as number;
    if (level !== 'all' && code >= 0) names[level === 'agent' ? 'chain' : (level as PieceName)] = code;
  }
  return names;
}

/** Everything billed, nested; zoom with a click or the wheel, search by name. */
export function TokensPage({
  answer,
  onZoom,
  onPick,
  picked,
  brush,
}: {
  readonly answer: IcicleAnswer;
  readonly onZoom: (zoom: Zoom | undefined) => void;
  readonly onPick: (box: number, names: PieceRequest['names']) => void;
  readonly picked: number | undefined;
  readonly brush: ComponentChildren;
}) {
  const { unit } = answer;
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
  const folders = useMemo(() => {
    const level = answer.levels.indexOf('project');
    return Array.from(
      answer.boxes.name.filter((_, box) => answer.boxes.level[box] === level),
      (name) => answer.names[name] as string,
    );
  }, [answer]);
  const labelOf = useCallback(
    (box: IcicleBox) => {
      const value = answer.boxes.value[box.box] as number;
      return {
        name: shortName(answer, box, folders),
        weight: box.merged > 0 ? '' : `${formatIn(unit, value)} · ${formatShare(value, answer.total)}`,
      };
    },
    [answer, unit, folders],
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
    onPick(hit.box, namesOf(answer, hit.box));
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
          <h1>{headlineOf(answer)}</h1>
          <p class="sub">
            {formatCount(boxes.length)} boxes drawn · smaller ones drawn as one, counted; zoom to tell them apart · every level sums to the
            bill
          </p>
          {answer.asIf !== undefined && <AsIfLine asIf={answer.asIf} total={answer.total} />}
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
            label={headlineOf(answer)}
            paint={paint}
            onClick={open}
            onMove={(x, y) => setHovered(boxAt(boxes, x, y))}
            onLeave={() => setHovered(undefined)}
          />
        </div>
        <p class="hover soft" role="status">
          {hovered === undefined
            ? picked === undefined
              ? 'A click zooms into a box and shows its heaviest segment: numbers, life call by call, text.'
              : ' '
            : `${ancestorsOf(answer, hovered.box)
                .map((box) => answer.names[answer.boxes.name[box] as number])
                .filter((name) => name !== '')
                .join(
                  ' › ',
                )}${hovered.merged > 0 ? ` › ${formatCount(hovered.merged)} small ones` : ''}: ${formatIn(unit, answer.boxes.value[hovered.box] as number)}, ${formatShare(answer.boxes.value[hovered.box] as number, answer.total)} of gross`}
        </p>
      </figure>
      <IcicleTable answer={answer} />
    </div>
  );
}
