import { useState } from 'preact/hooks';
import type { CaseSource } from '../../src/judge/case/case.ts';
import type { PartingAnswer } from '../../src/judge/verdict/case-answer.ts';
import { valueText } from '../../src/judge/wording/value-text.ts';

const width = 720;
const height = 400;
const left = 48;
const right = width - 10;
const top = 40;
const bottom = height - 44;
const most = 2.5;
const drawn = 96;
const ticks = [0.5, 1, 2, 5, 10, 20, 50, 100];

type Curve = PartingAnswer['curve'];

/** Quantiles of the decided quantity at any value of the input, read off the curve. */
function curveAt(curve: Curve, value: number): Curve[number] | undefined {
  const after = curve.findIndex(({ at }) => at >= value);
  const high = curve[after === -1 ? curve.length - 1 : after];
  const low = curve[Math.max(0, after - 1)] ?? high;
  if (high === undefined || low === undefined) return undefined;
  const part = high.at === low.at ? 0 : Math.log(value / low.at) / Math.log(high.at / low.at);
  const between = (key: 'p05' | 'p25' | 'p50' | 'p75' | 'p95'): number => low[key] * (high[key] / low[key]) ** part;
  return { at: value, p05: between('p05'), p25: between('p25'), p50: between('p50'), p75: between('p75'), p95: between('p95') };
}

/** Which side is right where: one line at which they part, its range, and what the input decides along the way. */
export function PartingChart({
  source,
  parting,
  known,
}: {
  readonly source: CaseSource;
  readonly parting: PartingAnswer;
  readonly known: readonly [number, number];
}) {
  const [picked, pick] = useState<number | undefined>(undefined);
  const words = source.parting;
  const first = parting.curve[0];
  const last = parting.curve.at(-1);
  if (words === undefined || first === undefined || last === undefined) return null;
  const from = first.at;
  const to = last.at;
  const x = (value: number): number => left + (Math.log(value / from) / Math.log(to / from)) * (right - left);
  const y = (value: number): number => bottom - (value / parting.threshold / most) * (bottom - top);
  const line = (key: 'p05' | 'p25' | 'p50' | 'p75' | 'p95', reversed = false): string => {
    const points = Array.from({ length: drawn + 1 }, (_, index) => {
      const point = curveAt(parting.curve, from * (to / from) ** (index / drawn));
      return point === undefined ? '' : `${x(point.at).toFixed(1)},${y(point[key]).toFixed(1)}`;
    });
    return (reversed ? points.toReversed() : points).join('L');
  };
  const low = Math.max(from, parting.low);
  const high = Math.min(to, parting.high);
  const belowWins = parting.holds === 'below';
  const camps: readonly [string, string] = belowWins ? [words.below, words.above] : [words.above, words.below];
  const label = source.assumptions.find(({ id }) => id === parting.input)?.says ?? parting.input;
  const at = picked === undefined ? undefined : curveAt(parting.curve, picked);
  const sliderAt = Math.round((Math.log((picked ?? parting.value) / from) / Math.log(to / from)) * 1000);
  return (
    <figure class="parting">
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={parting.says}>
        {known[0] > from && (
          <rect x={left} y={top} width={x(known[0]) - left} height={bottom - top} fill="url(#claims-hatch)" opacity=".7" />
        )}
        {known[1] < to && (
          <rect x={x(known[1])} y={top} width={right - x(known[1])} height={bottom - top} fill="url(#claims-hatch)" opacity=".7" />
        )}
        <clipPath id="parting-plot">
          <rect x={left} y={top} width={right - left} height={bottom - top} />
        </clipPath>
        <path d={`M${line('p05')}L${line('p95', true)}Z`} class="band-90" clip-path="url(#parting-plot)" />
        <path d={`M${line('p25')}L${line('p75', true)}Z`} class="band-50" clip-path="url(#parting-plot)" />
        {[0, 0.5, 1, 1.5, 2, 2.5].map((value) => (
          <g key={value}>
            <path d={`M${left},${y(value * parting.threshold) + 0.5}H${right}`} class={value === 1 ? 'rule' : 'grid'} />
            <text x={left - 6} y={y(value * parting.threshold) + 4} text-anchor="end" class={value === 1 ? 'b' : 'soft'}>
              {valueText(value * parting.threshold, parting.quantityUnit)}
            </text>
          </g>
        ))}
        <path d={`M${line('p50')}`} class="median" clip-path="url(#parting-plot)" />
        {ticks
          .filter((value) => value >= from && value <= to)
          .map((value) => (
            <g key={value}>
              <path d={`M${x(value) + 0.5},${bottom}v5`} class="axis" />
              <text x={x(value)} y={bottom + 18} text-anchor={value === from ? 'start' : value === to ? 'end' : 'middle'} class="soft">
                {valueText(value, parting.unit, 2)}
              </text>
            </g>
          ))}
        <path d={`M${left},${bottom + 0.5}H${right}`} class="axis" />
        <text x={(left + right) / 2} y={bottom + 37} text-anchor="middle">
          {label} (log scale)
        </text>
        <Camp from={left} to={x(low)} words={camps[0]} />
        <rect x={x(low)} y="4.5" width={Math.max(0, x(high) - x(low))} height="26" class="open" />
        <rect x={(x(low) + x(high)) / 2 - 82} y="9" width="164" height="17" rx="2" class="open-label" />
        <text x={(x(low) + x(high)) / 2} y="21.5" text-anchor="middle" class="b">
          the evidence cannot tell
        </text>
        <Camp from={x(high)} to={right} words={camps[1]} />
        {[low, high].map((value) => (
          <path key={value} d={`M${x(value)},31V${y(parting.threshold)}`} class="drop" />
        ))}
        <path d={`M${x(low)},${y(parting.threshold)}H${x(high)}`} class="span" />
        <path d={`M${x(low)},${y(parting.threshold) - 7}v14M${x(high)},${y(parting.threshold) - 7}v14`} class="span-cap" />
        <path d={`M${x(parting.value)},${y(parting.threshold) + 7}V${bottom}`} class="drop" />
        <circle cx={x(parting.value)} cy={y(parting.threshold)} r="6.5" class="part" />
        <g transform={`translate(${x(high) + 12},${y(parting.threshold) - 34})`}>
          <rect x="-6" y="-14" width="126" height="37" rx="3" class="note" />
          <text class="b">they part at {valueText(parting.value, parting.unit, 2)}</text>
          <text y="15" class="soft">
            90 %: {valueText(parting.low, parting.unit, 2)} to {valueText(parting.high, parting.unit, 2)}
          </text>
        </g>
        {at !== undefined && <path d={`M${x(at.at)},${top}V${bottom}`} class="picked" />}
      </svg>
      <div class="probe noprint">
        <input
          type="range"
          min="0"
          max="1000"
          value={sliderAt}
          aria-label={label}
          onInput={(event) => pick(from * (to / from) ** (Number(event.currentTarget.value) / 1000))}
        />
        <output>
          {at === undefined
            ? 'drag, or ← →'
            : `at ${valueText(at.at, parting.unit)}: ${valueText(at.p50, parting.quantityUnit)} (${valueText(at.p05, parting.quantityUnit)} to ${valueText(at.p95, parting.quantityUnit)})`}
        </output>
      </div>
    </figure>
  );
}

function Camp({ from, to, words }: { readonly from: number; readonly to: number; readonly words: string }) {
  if (to - from < 20) return null;
  const short = to - from < words.length * 6.4 + 12 ? (words.split(' ')[0] ?? '') : words;
  return (
    <g>
      <rect x={from + 0.5} y="4.5" width={to - from - 2} height="26" class="camp" />
      <text x={(from + to) / 2} y="21.5" text-anchor="middle" class="b">
        {short}
      </text>
    </g>
  );
}
