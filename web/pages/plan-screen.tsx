import { sliders, planInput, valueOf } from '../state/plan-state.ts';
import { Receipt } from '../widgets/receipt.tsx';
import { PlanPage } from './plan-page.tsx';

/** Screen 4. */
export function PlanScreen() {
  const { model, gpu } = planInput.value;
  const changed = sliders.filter((slider) => valueOf(slider.key) !== slider.start).length;
  return (
    <>
      <main>
        <PlanPage />
      </main>
      <Receipt
        command={`tare plan --model ${model.id} --gpu ${gpu.id} --input ${Math.round(valueOf('input'))} --output ${Math.round(valueOf('answer') / (1 - valueOf('reasoning')))} --tpot ${Math.round(valueOf('tpot') * 1000)}ms`}
        reading={changed === 0 ? 'starting values of the built-in case' : `${changed} values set by you`}
      />
    </>
  );
}
