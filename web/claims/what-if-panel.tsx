import type { LinkedInput } from '../../src/judge/case/linked-case.ts';
import { quantileOf } from '../../src/judge/distribution/distribution.ts';
import { inputText } from '../../src/judge/wording/input-text.ts';
import { valueText } from '../../src/judge/wording/value-text.ts';
import { settingsFile, type ClaimsState } from './claims-state.ts';

const steps = 1000;

/** One slider: from the 1st to the 99th percentile of the stated range, logarithmic where the range is. */
function InputSlider({ state, stated }: { readonly state: ClaimsState; readonly stated: LinkedInput }) {
  const set = state.settings.value[stated.id];
  const low = quantileOf(stated.distribution, 0.01);
  const high = quantileOf(stated.distribution, 0.99);
  const logarithmic = stated.distribution.kind === 'lognormal';
  const toValue = (position: number): number =>
    logarithmic ? low * (high / low) ** (position / steps) : low + ((high - low) * position) / steps;
  const toPosition = (value: number): number =>
    Math.round(steps * (logarithmic ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low)));
  const value = set === undefined ? quantileOf(stated.distribution, 0.5) : Number(set);
  return (
    <label class={set === undefined ? 'what-if' : 'what-if set'}>
      <span class="name">{stated.says}</span>
      <span class="value">{set === undefined ? inputText(stated) : valueText(value, stated.unit.text)}</span>
      <input
        type="range"
        min="0"
        max={steps}
        value={toPosition(value)}
        onInput={(event) => state.set(stated.id, String(Number(toValue(Number(event.currentTarget.value)).toPrecision(4))))}
      />
      {set !== undefined && (
        <button type="button" onClick={() => state.set(stated.id, undefined)}>
          as stated
        </button>
      )}
    </label>
  );
}

function save(state: ClaimsState): void {
  const blob = new Blob([settingsFile(state.data.source, state.settings.value)], { type: 'text/yaml' });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = 'what-if.yaml';
  link.click();
  URL.revokeObjectURL(link.href);
}

/** Sliders for the inputs that matter most. What they change is recomputed in the page and can be saved as a case file. */
export function WhatIfPanel({ state, inputs }: { readonly state: ClaimsState; readonly inputs: readonly string[] }) {
  const varying = inputs.flatMap((id) => {
    const input = state.stated.inputs.get(id);
    return input === undefined || input.distribution.kind === 'point' ? [] : [input];
  });
  const changed = Object.keys(state.settings.value).length;
  if (varying.length === 0 && changed === 0) return null;
  return (
    <section class="what-ifs noprint">
      <div class="head">
        <h2>What if</h2>
        {changed > 0 && (
          <span>
            <button type="button" onClick={() => save(state)}>
              save as case file
            </button>{' '}
            <button type="button" onClick={state.reset}>
              all as stated
            </button>
          </span>
        )}
      </div>
      {varying.map((input) => (
        <InputSlider key={input.id} state={state} stated={input} />
      ))}
      {state.problem.value !== undefined && <p role="alert">{state.problem.value}</p>}
    </section>
  );
}
