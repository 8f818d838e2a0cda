import { useMemo, useRef, useState } from 'preact/hooks';
import { startOfDay } from '../../src/base/parse-time.ts';
import type { TimelineRequest } from '../../src/show/answers/timeline-answer.ts';
import { barsWithin, timelineBars, type TimelineBars } from '../layout/timeline-bars.ts';
import type { AnswerClient } from '../state/answer-client.ts';
import { filter, timeZone } from '../state/filter-state.ts';
import { goTo, place } from '../state/location.ts';
import { useAnswer } from '../state/use-answer.ts';
import { formatIn } from './quantity.ts';
import { useWidth } from './use-width.ts';

const height = 46;
const day = 86_400_000;
/** Room for the name of a day, in pixels. */
const tickWidth = 62;

/** Local midnights about a span: the last one before it, all within, and the first one after it. */
function midnightsAbout(from: number, to: number, zone: string): number[] {
  const [year, month, date] = new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(from).split('-').map(Number) as [
    number,
    number,
    number,
  ];
  const midnight = (index: number): number => startOfDay(year, month, date + index, zone);
  const found: number[] = [midnight(0)];
  while ((found.at(-1) as number) < to) {
    const index = found.length - 1;
    const start = found[index] as number;
    // Clocks are asked once a week: between two midnights seven times 24 hours apart they were not changed.
    const isPlain = midnight(index + 7) - start === 7 * day;
    for (let ahead = 1; ahead <= 7 && (found.at(-1) as number) < to; ahead++)
      found.push(isPlain ? start + ahead * day : midnight(index + ahead));
  }
  return found;
}

/** An edge as the command line takes it: a local day, or a full time. `until` names the last day inside. */
function edgeText(bars: TimelineBars, edge: number, end: 'since' | 'until'): string {
  const at = bars.edges[edge] as number;
  if (bars.ofDays) return new Intl.DateTimeFormat('en-CA', { timeZone: timeZone.value }).format(end === 'until' ? at - 1 : at);
  return new Date(at).toISOString().replace(':00.000Z', 'Z');
}

function goToBars(bars: TimelineBars, [first, last]: readonly [number, number]): void {
  const { since: _since, until: _until, zoom: _zoom, ...others } = place.value.options;
  const isAll = first === 0 && last === bars.values.length - 1;
  goTo({ options: isAll ? others : { ...others, since: edgeText(bars, first, 'since'), until: edgeText(bars, last + 1, 'until') } });
}

/** Days along the axis, as many as have room. */
function Ticks({ bars, xOf, width }: { readonly bars: TimelineBars; readonly xOf: (time: number) => number; readonly width: number }) {
  const zone = timeZone.value;
  const all = useMemo(() => midnightsAbout(bars.edges[0] as number, (bars.edges.at(-1) as number) - day, zone), [bars, zone]);
  const apart = Math.max(1, Math.ceil((all.length * tickWidth) / width));
  const names = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    day: 'numeric',
    month: 'short',
    ...(all.length > 300 ? { year: '2-digit' } : all.length < 15 ? { weekday: 'short' } : {}),
  });
  return (
    <>
      {all
        .filter((_, index) => index % apart === 0)
        .filter((midnight) => xOf(midnight) < width - tickWidth / 2)
        .map((midnight) => (
          <g key={midnight}>
            <line x1={xOf(midnight) + 0.5} x2={xOf(midnight) + 0.5} y1={height} y2={height + 5} stroke="var(--edge)" />
            <text x={xOf(midnight) + 4} y={height + 13} class="soft">
              {names.format(midnight)}
            </text>
          </g>
        ))}
    </>
  );
}

/** What was billed over time; drag over it to look at a part only. It filters every screen. */
export function TimelineBrush({
  client,
  version,
  request,
}: {
  readonly client: AnswerClient;
  readonly version: number;
  readonly request: Omit<TimelineRequest, 'filter'>;
}) {
  const { since: _, until: __, ...whole } = filter.value;
  const { answer } = useAnswer(client, 'timeline', { filter: whole, ...request }, version);
  const [measure, width] = useWidth(1232);
  const [drag, setDrag] = useState<readonly [number, number] | undefined>(undefined);
  const dragging = useRef<number | undefined>(undefined);
  const zone = timeZone.value;
  const bars = useMemo(
    () => (answer === undefined ? undefined : timelineBars(answer, width, (from, to) => midnightsAbout(from, to, zone))),
    [answer, width, zone],
  );
  if (answer === undefined || bars === undefined || bars.values.length === 0) return <figure class="timeline" ref={measure} />;
  const begin = bars.edges[0] as number;
  const scale = width / ((bars.edges.at(-1) as number) - begin);
  const xOf = (time: number): number => (time - begin) * scale;
  const largest = Math.max(...bars.values);
  const chosen = drag ?? barsWithin(bars, filter.value.since, filter.value.until);
  const [from, to] = chosen;
  const barAt = (x: number): number =>
    Math.max(
      0,
      Math.min(
        bars.values.length - 1,
        bars.edges.findLastIndex((edge) => xOf(edge) <= x),
      ),
    );
  const finish = (): void => {
    dragging.current = undefined;
    if (drag === undefined) return;
    setDrag(undefined);
    goToBars(bars, drag);
  };
  const onKey = (event: KeyboardEvent): void => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const most = bars.values.length - 1;
    if (event.key === 'Escape') goToBars(bars, [0, most]);
    else if (by === 0) return;
    else if (event.shiftKey) goToBars(bars, [from, Math.max(from, Math.min(most, to + by))]);
    else if (from === 0 && to === most) goToBars(bars, by > 0 ? [0, 0] : [most, most]);
    else if (from + by >= 0 && to + by <= most) goToBars(bars, [from + by, to + by]);
    event.preventDefault();
    event.stopPropagation();
  };
  const each = bars.ofDays ? '' : ` / ${formatSpan((bars.edges[1] as number) - begin)}`;
  const spanName = (bar: number): string => {
    const text = edgeText(bars, bar, 'since');
    return bars.ofDays ? text : text.replace('T', ' ');
  };
  return (
    <figure
      class="timeline"
      ref={measure}
      tabIndex={0}
      onKeyDown={onKey}
      aria-label="period: arrow keys move it, with shift its end, Escape takes all"
    >
      <svg
        width={width}
        height={height + 18}
        role="img"
        aria-label={`billed over time from ${spanName(0)} on; drag to look at a part`}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          dragging.current = barAt(event.offsetX);
          setDrag([dragging.current, dragging.current]);
        }}
        onPointerMove={(event) => {
          if (dragging.current === undefined) return;
          const here = barAt(event.offsetX);
          setDrag([Math.min(here, dragging.current), Math.max(here, dragging.current)]);
        }}
        onPointerUp={finish}
        onDblClick={() => goToBars(bars, [0, bars.values.length - 1])}
      >
        {bars.values.map((value, index) => {
          if (value === 0) return null;
          const tall = largest === 0 ? 0 : Math.max(1, (value / largest) * (height - 6));
          const x = xOf(bars.edges[index] as number);
          return (
            <rect
              key={bars.edges[index]}
              x={x}
              y={height - tall}
              width={Math.max(1, xOf(bars.edges[index + 1] as number) - x - 1)}
              height={tall}
              fill={index >= from && index <= to ? 'var(--edge)' : 'var(--rule)'}
            >
              <title>{`${spanName(index)}: ${formatIn(answer.unit, value)}`}</title>
            </rect>
          );
        })}
        <line x1="0" x2={width} y1={height + 0.5} y2={height + 0.5} stroke="var(--rule)" />
        <rect
          x={xOf(bars.edges[from] as number) + 0.75}
          y="0.75"
          width={Math.max(3, xOf(bars.edges[to + 1] as number) - xOf(bars.edges[from] as number) - 1.5)}
          height={height - 0.5}
          fill="none"
          stroke="var(--focus)"
          stroke-width="1.5"
        />
        <text x={width - 4} y="12" text-anchor="end" class="soft halo">
          {`highest ${formatIn(answer.unit, largest)}${each}`}
        </text>
        <Ticks bars={bars} xOf={xOf} width={width} />
      </svg>
    </figure>
  );
}

/** `15 min`, `2 h`. */
function formatSpan(milliseconds: number): string {
  const minutes = milliseconds / 60_000;
  return minutes < 60 ? `${minutes} min` : `${minutes / 60} h`;
}
