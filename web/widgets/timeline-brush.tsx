import { useRef, useState } from 'preact/hooks';
import type { AnswerClient } from '../state/answer-client.ts';
import { filter } from '../state/filter-state.ts';
import { goTo, place } from '../state/location.ts';
import { useAnswer } from '../state/use-answer.ts';
import { formatIn, type Unit } from './quantity.ts';
import { useWidth } from './use-width.ts';

const height = 46;

/** Days as bars; drag over them to look at a part only. It filters every screen. */
export function TimelineBrush({ client, version, unit }: { readonly client: AnswerClient; readonly version: number; readonly unit: Unit }) {
  const { since: _, until: __, ...whole } = filter.value;
  const { answer } = useAnswer(client, 'weigh', { filter: whole }, version);
  const [measure, width] = useWidth(1232);
  const [drag, setDrag] = useState<readonly [number, number] | undefined>(undefined);
  const dragging = useRef<number | undefined>(undefined);
  const days = answer?.byDay.filter((day) => day.name !== 'unknown') ?? [];
  if (days.length < 2) return <figure class="timeline" ref={measure} />;
  const step = width / days.length;
  const valueOf = (day: (typeof days)[number]): number => (unit === 'usd' ? (day.usd ?? 0) : day.tokens);
  const largest = Math.max(...days.map(valueOf));
  const { since, until } = place.value.options;
  const low =
    since === undefined
      ? 0
      : Math.max(
          0,
          days.findIndex((day) => day.name >= since),
        );
  const highAt = until === undefined ? days.length - 1 : days.findLastIndex((day) => day.name <= until);
  const [from, to] = drag ?? [low, highAt];
  const dayAt = (x: number): number => Math.max(0, Math.min(days.length - 1, Math.floor(x / step)));
  const finish = (): void => {
    dragging.current = undefined;
    if (drag === undefined) return;
    const [first, last] = drag;
    setDrag(undefined);
    const { since: _since, until: _until, zoom: _zoom, ...others } = place.value.options;
    const all = first === 0 && last === days.length - 1;
    goTo({ options: all ? others : { ...others, since: days[first]?.name ?? '', until: days[last]?.name ?? '' } });
  };
  return (
    <figure class="timeline" ref={measure}>
      <svg
        width={width}
        height={height + 16}
        role="img"
        aria-label={`billed by day from ${days[0]?.name} to ${days.at(-1)?.name}; drag to look at a part`}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          dragging.current = dayAt(event.offsetX);
          setDrag([dragging.current, dragging.current]);
        }}
        onPointerMove={(event) => {
          if (dragging.current === undefined) return;
          const here = dayAt(event.offsetX);
          setDrag([Math.min(here, dragging.current), Math.max(here, dragging.current)]);
        }}
        onPointerUp={finish}
        onDblClick={() => {
          const { since: _since, until: _until, ...others } = place.value.options;
          goTo({ options: others });
        }}
      >
        {days.map((day, index) => {
          const tall = largest === 0 ? 0 : (valueOf(day) / largest) * (height - 4);
          const inside = index >= from && index <= to;
          return (
            <rect
              key={day.name}
              x={index * step + 0.5}
              y={height - tall}
              width={Math.max(1, step - 1)}
              height={tall}
              fill={inside ? 'var(--edge)' : 'var(--rule)'}
            >
              <title>{`${day.name}: ${formatIn(unit, valueOf(day))}`}</title>
            </rect>
          );
        })}
        <rect
          x={from * step + 1}
          y="1"
          width={Math.max(4, (to - from + 1) * step - 2)}
          height={height - 1}
          fill="none"
          stroke="var(--focus)"
          stroke-width="1.5"
        />
        <text x="0" y={height + 12} class="soft">
          {days[0]?.name}
        </text>
        <text x={width} y={height + 12} text-anchor="end" class="soft">
          {days.at(-1)?.name}
        </text>
      </svg>
    </figure>
  );
}
