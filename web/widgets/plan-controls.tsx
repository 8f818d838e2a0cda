import { sliders } from '../state/plan-state.ts';
import { PlanSlider } from './plan-slider.tsx';

/** Every number of the plan under the reader's hand. */
export function PlanSliders() {
  return (
    <>
      {sliders.map((slider) => (
        <PlanSlider key={slider.key} slider={slider} />
      ))}
    </>
  );
}
