import { statedNumbers } from '../../src/scale/fleet/stated-day.ts';
import { PlanSlider } from './plan-slider.tsx';

/** Every number of the plan under the reader's hand. */
export function PlanSliders() {
  return (
    <>
      {statedNumbers.map((slider) => (
        <PlanSlider key={slider.key} slider={slider} />
      ))}
    </>
  );
}
