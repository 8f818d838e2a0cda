import type { ReadingAnswer } from '../../src/judge/verdict/case-answer.ts';
import { valueText } from '../../src/judge/wording/value-text.ts';

const width = 240;
const left = 4;
const right = 236;

/** The span that an axis has to show: the interval, the rule and, for shares, zero. */
function spanOf({ quantiles, threshold, quantity }: ReadingAnswer): { readonly from: number; readonly to: number } | undefined {
  if (quantiles === undefined || quantity === undefined) return undefined;
  const values = [quantiles.p05, quantiles.p95, ...(threshold === undefined ? [] : [threshold])];
  const startsAtZero = quantiles.p05 >= 0 && (threshold ?? 0) >= 0;
  const low = startsAtZero ? 0 : Math.min(...values);
  const high = Math.max(...values);
  const pad = (high - low || Math.abs(high) || 1) * 0.08;
  return { from: startsAtZero ? 0 : low - pad, to: quantity.unit === 'fraction' && high <= 1 ? Math.min(1, high + pad) : high + pad };
}

/** A 90 % interval (thin), its middle half (thick) and its median, against the rule of the claim. Unknown is a hatched bar. */
export function IntervalAxis({ reading }: { readonly reading: ReadingAnswer }) {
  const span = spanOf(reading);
  const { quantiles, quantity, threshold } = reading;
  if (span === undefined || quantiles === undefined || quantity === undefined) {
    return (
      <svg viewBox={`0 0 ${width} 44`} role="img" aria-label="unknown" class="interval">
        <rect x={left} y="3" width={right - left} height="13" fill="url(#claims-hatch)" />
        <path d={`M${left},20.5H${right}`} class="axis" />
      </svg>
    );
  }
  const x = (value: number): number => left + ((value - span.from) / (span.to - span.from)) * (right - left);
  const rule = threshold === undefined ? undefined : x(threshold);
  const label = `${valueText(quantity.best, quantity.unit)}, 90 % from ${valueText(quantity.low, quantity.unit)} to ${valueText(quantity.high, quantity.unit)}`;
  const fixed = quantiles.p05 === quantiles.p95;
  return (
    <svg viewBox={`0 0 ${width} 44`} role="img" aria-label={label} class="interval">
      <path d={`M${left},20.5H${right}M${left},18v5M${right},18v5`} class="axis" />
      {rule !== undefined && <path d={`M${rule},0V26`} class="rule" />}
      {!fixed && <path d={`M${x(quantiles.p05)},10H${x(quantiles.p95)}M${x(quantiles.p05)},6v8M${x(quantiles.p95)},6v8`} class="thin" />}
      {!fixed && <path d={`M${x(quantiles.p25)},10H${x(quantiles.p75)}`} class="thick" />}
      <path d={`M${x(quantiles.p50)},3v14`} class="gap" />
      <path d={`M${x(quantiles.p50)},3v14`} class="best" />
      {(rule === undefined || rule > 60) && (
        <text x={left} y="37" class="soft">
          {valueText(span.from, quantity.unit)}
        </text>
      )}
      {(rule === undefined || rule < 180) && (
        <text x={right} y="37" text-anchor="end" class="soft">
          {valueText(span.to, quantity.unit)}
        </text>
      )}
      {rule !== undefined && threshold !== undefined && (
        <text x={Math.min(Math.max(rule, 34), 206)} y="37" text-anchor="middle">
          rule {valueText(threshold, quantity.unit)}
        </text>
      )}
    </svg>
  );
}
