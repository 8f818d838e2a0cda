import type { DayTareRow, WeightRow } from '../../src/show/answers/weigh-answer.ts';
import { formatIn, formatShare, type Unit } from './quantity.ts';

const height = 96;
const most = 31;

const short = (day: string): string =>
  new Date(`${day}T00:00:00Z`).toLocaleDateString('en-US', { timeZone: 'UTC', weekday: 'short', day: 'numeric', month: 'short' });

/** Billed by local day, at most the last month: net at the foot, suspected tare above it, certain tare on top. */
export function DayBars({
  days,
  tare,
  unit,
}: {
  readonly days: readonly WeightRow[];
  readonly tare: readonly DayTareRow[];
  readonly unit: Unit;
}) {
  const shown = days.filter((day) => day.name !== 'unknown').slice(-most);
  if (shown.length < 2) return null;
  const byName = new Map(tare.map((row) => [row.name, row]));
  const parts = shown.map((day) => {
    const row = byName.get(day.name);
    const whole = unit === 'usd' ? (day.usd ?? 0) : day.tokens;
    const certain = row === undefined ? 0 : row.certain[unit];
    const suspected = row === undefined ? 0 : row.suspected[unit];
    return { day, whole, certain, suspected, net: Math.max(0, whole - certain - suspected) };
  });
  const largest = Math.max(...parts.map(({ whole }) => whole));
  const step = 400 / parts.length;
  const tall = (value: number): number => (largest === 0 ? 0 : (value / largest) * height);
  const sum = (of: (part: (typeof parts)[number]) => number): number => parts.reduce((total, part) => total + of(part), 0);
  const first = shown[0]?.name ?? '';
  const last = shown.at(-1)?.name ?? '';
  return (
    <section aria-label="day by day">
      <div class="head">
        <h2>
          Day by day <small>days with calls, at most {formatIn(unit, largest)}</small>
        </h2>
        <small class="soft">
          certain tare{' '}
          {formatShare(
            sum(({ certain }) => certain),
            sum(({ whole }) => whole),
          )}
        </small>
      </div>
      <svg viewBox={`0 0 400 ${height + 18}`} role="img" aria-label={`billed by day, ${first} to ${last}; net, suspected and certain tare`}>
        {parts.map((part, index) => {
          const x = index * step + Math.min(2, step / 8);
          const width = Math.max(1, step - Math.min(4, step / 4));
          const title = `${part.day.name}: ${formatIn(unit, part.whole)}, ${part.day.calls} calls; certain tare ${formatIn(unit, part.certain)}, suspected ${formatIn(unit, part.suspected)}`;
          return (
            <g key={part.day.name} data-day={part.day.name}>
              <title>{title}</title>
              <rect x={x} y={height - tall(part.net)} width={width} height={tall(part.net)} fill="var(--net)" />
              <rect x={x} y={height - tall(part.net + part.suspected)} width={width} height={tall(part.suspected)} fill="url(#dots)" />
              <rect
                x={x}
                y={height - tall(part.whole)}
                width={width}
                height={tall(Math.min(part.certain, part.whole))}
                fill="var(--tare)"
              />
            </g>
          );
        })}
        <line x1="0" x2="400" y1={height} y2={height} stroke="var(--edge)" />
        {step > 52 ? (
          shown.map((day, index) => (
            <text key={day.name} x={index * step + step / 2} y={height + 14} text-anchor="middle" class="soft">
              {short(day.name)}
            </text>
          ))
        ) : (
          <>
            <text x="0" y={height + 14} class="soft">
              {first}
            </text>
            <text x="400" y={height + 14} text-anchor="end" class="soft">
              {last}
            </text>
          </>
        )}
      </svg>
    </section>
  );
}
