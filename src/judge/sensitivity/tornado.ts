import type { LinkedCase, LinkedModel } from '../case/linked-case.ts';
import { fromBase } from '../unit/unit.ts';
import { inputQuantile, PointRunner } from './point-runner.ts';

/** Result when one input goes to the ends of its 90 % interval and all others stay at their medians. */
interface TornadoBar {
  readonly input: string;
  readonly inputLow: number;
  readonly inputHigh: number;
  readonly resultAtLow: number;
  readonly resultAtHigh: number;
}

export interface Tornado {
  /** Result with every input at its median. */
  readonly centre: number;
  /** Widest first. */
  readonly bars: readonly TornadoBar[];
}

export function tornadoOf(linked: LinkedCase, model: LinkedModel): Tornado {
  const runner = new PointRunner(linked, model);
  const bars = model.inputs.flatMap((input): TornadoBar[] => {
    const linkedInput = linked.inputs.get(input);
    if (linkedInput === undefined || linkedInput.distribution.kind === 'point') return [];
    const low = inputQuantile(linked, input, 0.05);
    const high = inputQuantile(linked, input, 0.95);
    return [
      {
        input,
        inputLow: fromBase(linkedInput.unit, low),
        inputHigh: fromBase(linkedInput.unit, high),
        resultAtLow: runner.at({ [input]: low }),
        resultAtHigh: runner.at({ [input]: high }),
      },
    ];
  });
  const width = (bar: TornadoBar): number => Math.abs(bar.resultAtHigh - bar.resultAtLow);
  return { centre: runner.at({}), bars: bars.sort((left, right) => width(right) - width(left)) };
}
