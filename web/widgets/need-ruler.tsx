import { formatPercent, formatQuantity } from '../../src/base/number-format.ts';
import type { FleetDay } from '../../src/scale/fleet/fleet-day-answer.ts';
import { needDensity, shareEnough } from '../layout/need-density.ts';
import { ticksOf } from '../layout/weighed-bar.ts';
import { useWidth } from './use-width.ts';

const height = 46;

/** How many GPUs are needed at the peak, as a density over a ruler, and the fleet as a line on it. */
export function NeedRuler({ day }: { readonly day: FleetDay }) {
  const [measure, width] = useWidth(860);
  const { peak } = day.needed;
  const top = Math.max(peak.high * 1.5, day.there * 1.12);
  const x = (gpus: number): number => (gpus / top) * width;
  const points = needDensity(peak, top, Math.max(60, Math.floor(width / 3)));
  const area = (from: number, to: number): string => {
    const inside = points.filter(({ at }) => at >= from && at <= to);
    if (inside.length === 0) return '';
    const first = inside[0]?.at ?? 0;
    const last = inside.at(-1)?.at ?? 0;
    return `M${x(first)} ${height}${inside.map(({ at, density }) => `L${x(at)} ${height - density * (height - 8)}`).join('')}L${x(last)} ${height}Z`;
  };
  const enough = shareEnough(peak, day.there);
  const label = `${formatQuantity(day.there, '')} there: enough in ${enough > 0.99 ? 'over 99\u202f%' : enough < 0.01 ? 'under 1\u202f%' : formatPercent(enough)} of readings`;
  const onLeft = x(day.there) > width - label.length * 6.8;
  return (
    <figure class="need" ref={measure}>
      <svg
        width={width}
        height={height + 44}
        role="img"
        aria-label={`needed at the peak: ${formatQuantity(peak.low, '')} to ${formatQuantity(peak.high, 'GPUs')}, median ${formatQuantity(peak.mid, '')}; ${label}`}
      >
        <path d={area(0, day.there)} fill="var(--net)" opacity="0.4" />
        <path d={area(day.there, top)} fill="url(#short-dots)" stroke="var(--tare)" stroke-dasharray="3 3" />
        <line x1="0" x2={width} y1={height} y2={height} stroke="var(--edge)" />
        {ticksOf(top, width > 600 ? 7 : 4).map((tick) => (
          <g key={tick}>
            <line x1={x(tick)} x2={x(tick)} y1={height} y2={height + 5} stroke="var(--edge)" />
            <text x={x(tick)} y={height + 17} text-anchor={tick === 0 ? 'start' : x(tick) > width - 30 ? 'end' : 'middle'} class="soft">
              {tick === 0 ? '0 GPUs' : formatQuantity(tick, '').replace(/\.0+(?=\D|$)/, '')}
            </text>
          </g>
        ))}
        <path
          d={`M${x(peak.low)} ${height + 31}H${x(peak.high)}M${x(peak.low)} ${height + 27}v8M${x(peak.high)} ${height + 27}v8`}
          stroke="var(--ink)"
          fill="none"
        />
        <path d={`M${x(peak.mid)} ${height + 26}v10`} stroke="var(--ink)" stroke-width="3" />
        <text x={x(peak.high) + 8} y={height + 35} class="soft">
          needed at the peak, 80 % band
        </text>
        <path d={`M${x(day.there)} 2V${height + 10}`} stroke="var(--ink)" stroke-width="2.5" />
        <text x={onLeft ? x(day.there) - 8 : x(day.there) + 8} y="14" text-anchor={onLeft ? 'end' : 'start'} class="b halo">
          {label}
        </text>
      </svg>
    </figure>
  );
}
