import { formatPercent, formatQuantity } from '../../src/base/number-format.ts';
import { poweredChoices, statedNumbers, type StatedKey } from '../../src/scale/fleet/stated-day.ts';
import { contextNumbers, contextWays, type ContextWay } from '../layout/context-way.ts';
import { setOption } from '../state/location.ts';
import { planGpus, planModels } from '../state/plan-choices.ts';
import { contextValues, contextWay, planInput, planValues } from '../state/plan-state.ts';
import { PlanSlider } from './plan-slider.tsx';

function Choice({
  name,
  label,
  choices,
  value,
}: {
  readonly name: string;
  readonly label: string;
  readonly choices: readonly string[];
  readonly value: string;
}) {
  return (
    <label class="plan-choice">
      {label}
      <select class="pill" value={value} onChange={(event) => setOption(name, event.currentTarget.value, 'replace')}>
        {choices.map((choice) => (
          <option key={choice}>{choice}</option>
        ))}
      </select>
    </label>
  );
}

function Sliders({ keys }: { readonly keys: readonly StatedKey[] }) {
  return (
    <>
      {statedNumbers
        .filter(({ key }) => keys.includes(key))
        .map((slider) => (
          <PlanSlider key={slider.key} slider={slider} value={planValues.value[slider.key]} />
        ))}
    </>
  );
}

const wayNames: Readonly<Record<ContextWay, string>> = { stated: 'as stated', whole: 'long context', passages: 'retrieval' };

const wayWords: Readonly<Record<Exclude<ContextWay, 'stated'>, string>> = {
  whole: 'The whole corpus stands in the prompt. Calls after the first find it in cache.',
  passages:
    'Only passages that were found stand in the prompt, others in each call: only what all share is in cache. Finding them is not counted.',
};

/** How context reaches the model: it sets tokens in and cache hit, and says to what. */
function ContextControls() {
  const way = contextWay.value;
  return (
    <>
      <div class="seg" role="group" aria-label="how context reaches the model">
        {contextWays.map((each) => (
          <button
            type="button"
            key={each}
            aria-pressed={way === each}
            onClick={() => setOption('context', each === 'stated' ? '' : each, 'replace')}
          >
            {wayNames[each]}
          </button>
        ))}
      </div>
      {way === 'stated' ? (
        <Sliders keys={['input', 'cache']} />
      ) : (
        <>
          {contextNumbers
            .filter(({ ways }) => ways.some((each) => each === way))
            .map((each) => (
              <PlanSlider key={each.key} slider={{ ...each, scale: 'log', source: 'round number' }} value={contextValues.value[each.key]} />
            ))}
          <p class="small soft" data-context={way}>
            <b>
              {formatQuantity(planValues.value.input, 'tok/call')} in, {formatPercent(planValues.value.cache)} of it found in cache.
            </b>{' '}
            {wayWords[way]} Whether answers are as good is not in this plan: tare lab run retrieval measures it.
          </p>
        </>
      )}
    </>
  );
}

/** Every number of the plan under the reader's hand, by what it is about. */
export function PlanControls() {
  const input = planInput.value;
  return (
    <>
      <h3>who</h3>
      <Sliders keys={['users', 'free', 'calls-free', 'calls-paid', 'limit-free']} />
      <h3>what a call carries</h3>
      <ContextControls />
      <Sliders keys={['answer', 'reasoning']} />
      <h3>served by</h3>
      <Choice name="plan-model" label="as if the model were" choices={planModels} value={input.model.id} />
      <Choice name="gpu" label="on" choices={planGpus} value={input.gpu.id} />
      <Choice name="powered" label="powered" choices={poweredChoices} value={input.powered} />
      <Sliders keys={['fleet', 'tpot', 'headroom']} />
    </>
  );
}
