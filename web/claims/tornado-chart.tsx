import type { LinkedCase } from '../../src/judge/case/linked-case.ts';
import type { ReadingAnswer } from '../../src/judge/verdict/case-answer.ts';
import { valueText } from '../../src/judge/wording/value-text.ts';

const width = 520;
const left = 150;
const right = width - 66;
const step = 23;

/** The result when one input goes to the ends of its 90 % interval; hollow: input low, solid: input high. */
export function TornadoChart({ reading, linked }: { readonly reading: ReadingAnswer; readonly linked: LinkedCase }) {
  const { tornado, quantity, threshold } = reading;
  const bars = tornado?.bars.slice(0, 8) ?? [];
  if (tornado === undefined || quantity === undefined || bars.length === 0)
    return <p class="sub">Nothing in the main definition varies.</p>;
  const values = bars.flatMap((bar) => [bar.resultAtLow, bar.resultAtHigh]);
  const reach = Math.max(...values) - Math.min(...values) || 1;
  const near = threshold !== undefined && threshold > Math.min(...values) - 2 * reach && threshold < Math.max(...values) + 2 * reach;
  const shown = near && threshold !== undefined ? [...values, threshold] : values;
  const from = Math.min(...shown);
  const to = Math.max(...shown);
  const x = (value: number): number => left + 46 + ((value - from) / (to - from || 1)) * (right - left - 46);
  const height = bars.length * step + 26;
  return (
    <svg viewBox={`0 0 ${width} ${height}`} role="group" aria-label="what the result hangs on, one input at a time" class="tornado">
      <path d={`M${x(tornado.centre)},0V${height - 20}`} class="grid" />
      {near && threshold !== undefined && <path d={`M${x(threshold)},0V${height - 20}`} class="rule" />}
      {bars.map((bar, index) => {
        const y = index * step + 4;
        const unit = linked.inputs.get(bar.input)?.unit.text ?? 'x';
        const lowSide = Math.min(bar.resultAtLow, bar.resultAtHigh);
        const rect = (value: number, solid: boolean) => (
          <rect
            x={Math.min(x(value), x(tornado.centre))}
            y={y}
            width={Math.abs(x(value) - x(tornado.centre))}
            height="16"
            class={solid ? 'high' : 'low'}
          />
        );
        const lowLabel = lowSide === bar.resultAtLow ? bar.inputLow : bar.inputHigh;
        const highLabel = lowSide === bar.resultAtLow ? bar.inputHigh : bar.inputLow;
        const name = bar.input.length > 22 ? `${bar.input.slice(0, 21)}…` : bar.input;
        return (
          <g key={bar.input}>
            <a href={`#row-${bar.input}`}>
              <text x="0" y={y + 12} class="name">
                {name}
              </text>
            </a>
            {rect(bar.resultAtLow, false)}
            {rect(bar.resultAtHigh, true)}
            <text x={x(lowSide) - 4} y={y + 12} text-anchor="end" class="soft">
              {valueText(lowLabel, unit, 2)}
            </text>
            <text x={x(Math.max(bar.resultAtLow, bar.resultAtHigh)) + 4} y={y + 12} class="soft">
              {valueText(highLabel, unit, 2)}
            </text>
          </g>
        );
      })}
      <text x={x(tornado.centre)} y={height - 6} text-anchor="middle" class="soft">
        {valueText(tornado.centre, quantity.unit)}
      </text>
      {near && threshold !== undefined && Math.abs(x(threshold) - x(tornado.centre)) > 56 && (
        <text x={x(threshold)} y={height - 6} text-anchor="middle" class="b">
          rule {valueText(threshold, quantity.unit)}
        </text>
      )}
    </svg>
  );
}
