import { formatQuantity, formatSignificant } from '../../src/base/number-format.ts';
import { setOption } from '../state/location.ts';
import type { StatedNumber } from '../../src/scale/fleet/stated-day.ts';

const steps = 400;

const toStep = (slider: StatedNumber, value: number): number =>
  slider.scale === 'log'
    ? (Math.log(value / slider.low) / Math.log(slider.high / slider.low)) * steps
    : ((value - slider.low) / (slider.high - slider.low)) * steps;

function fromStep(slider: StatedNumber, step: number): number {
  const share = step / steps;
  const value = slider.scale === 'log' ? slider.low * (slider.high / slider.low) ** share : slider.low + (slider.high - slider.low) * share;
  return Number(value.toPrecision(3));
}

const shown = (slider: StatedNumber, value: number): string => {
  if (slider.unit === 'share' || slider.unit.startsWith('of '))
    return `${formatSignificant(value * 100, 2)} % ${slider.unit === 'share' ? '' : slider.unit}`.trim();
  if (slider.unit === '×') return `${formatSignificant(value)} ×`;
  return formatQuantity(value, slider.unit);
};

/** One number under the reader's hand; its place is in the address. */
export function PlanSlider({ slider, value }: { readonly slider: StatedNumber; readonly value: number }) {
  const id = `slider-${slider.key}`;
  return (
    <div class="plan-slider">
      <label for={id}>
        {slider.label} <b>{shown(slider, value)}</b>
      </label>
      <input
        id={id}
        type="range"
        min="0"
        max={steps}
        step="1"
        value={Math.round(toStep(slider, value))}
        aria-valuetext={shown(slider, value)}
        title={value === slider.start ? slider.source : 'set by you'}
        onInput={(event) => {
          const next = fromStep(slider, Number(event.currentTarget.value));
          setOption(slider.key, next === slider.start ? '' : String(next), 'replace');
        }}
      />
    </div>
  );
}
