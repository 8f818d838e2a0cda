import type { WeightRow } from '../../src/show/answers/weigh-answer.ts';
import { formatIn, type Unit } from './quantity.ts';

const height = 96;
const most = 31;

/** Billed by local day, at most the last month. */
export function DayBars({ days, unit }: { readonly days: readonly WeightRow[]; readonly unit: Unit }) {
  const shown = days.filter((day) => day.name !== 'unknown').slice(-most);
  if (shown.length < 2) return null;
  const valueOf = (day: WeightRow): number => (unit === 'usd' ? (day.usd ?? 0) : day.tokens);
  const largest = Math.max(...shown.map(valueOf));
  const step = 400 / shown.length;
  return (
    <section aria-label="day by day">
      <div class="head">
        <h2>
          Day by day <small>at most {formatIn(unit, largest)} a day</small>
        </h2>
      </div>
      <svg viewBox={`0 0 400 ${height + 18}`} role="img" aria-label={`billed by day, ${shown[0]?.name} to ${shown.at(-1)?.name}`}>
        {shown.map((day, index) => {
          const tall = largest === 0 ? 0 : (valueOf(day) / largest) * height;
          return (
            <rect key={day.name} x={index * step + 1} y={height - tall} width={Math.max(1, step - 2)} height={tall} fill="var(--net)">
              <title>{`${day.name}: ${formatIn(unit, valueOf(day))}, ${day.calls} calls`}</title>
            </rect>
          );
        })}
        <line x1="0" x2="400" y1={height} y2={height} stroke="var(--edge)" />
        <text x="0" y={height + 14} class="soft">
          {shown[0]?.name}
        </text>
        <text x="400" y={height + 14} text-anchor="end" class="soft">
          {shown.at(-1)?.name}
        </text>
      </svg>
    </section>
  );
}
