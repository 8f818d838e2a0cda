import { useMemo } from 'preact/hooks';
import { formatQuantity } from '../../src/base/number-format.ts';
import { TareError } from '../../src/base/tare-error.ts';
import { asIf } from '../../src/scale/hardware/as-if.ts';
import { gpuNamed } from '../../src/scale/hardware/gpu-named.ts';
import { modelNamed } from '../../src/scale/hardware/model-named.ts';
import type { ServingMix, WeighAnswer } from '../../src/show/answers/weigh-answer.ts';
import { asIfNamed } from '../state/as-if-state.ts';
import { AsIfChoice } from './as-if-choice.tsx';

/** Absent where the model does not fit or a name in the address is unknown. */
function asIfOf(model: string, gpu: string, mix: ServingMix) {
  try {
    const served = asIf(modelNamed(model), gpuNamed(gpu));
    return { layout: served.layout, ...served.cost(mix) };
  } catch (error) {
    if (TareError.isInstance(error)) return undefined;
    throw error;
  }
}

/** GPU-hours and energy as if served by a model on a GPU that the reader names. */
export function AsIfRows({ answer }: { readonly answer: WeighAnswer }) {
  const { model, gpu } = asIfNamed.value;
  const served = useMemo(() => asIfOf(model, gpu, answer.servingMix), [model, gpu, answer]);
  const share =
    answer.gross.tokens === 0 ? [0, 0] : [answer.net.tokens.low / answer.gross.tokens, answer.net.tokens.high / answer.gross.tokens];
  const range = (value: number, unit: string): string =>
    `${formatQuantity((share[0] as number) * value, '')} to ${formatQuantity((share[1] as number) * value, unit)}`;
  return (
    <>
      {served !== undefined &&
        (
          [
            ['GPU-hours, as if', served.gpuSeconds / 3600, 'GPU-h'],
            ['energy, as if', served.joules / 3600, 'Wh'],
          ] as const
        ).map(([name, value, unit]) => (
          <tr key={name}>
            <td>{name}</td>
            <td
              class="r nw"
              title={`80 % band: ${formatQuantity(value / served.bandFactor, unit)} to ${formatQuantity(value * served.bandFactor, unit)}`}
            >
              {formatQuantity(value, unit)}
            </td>
            <td class="r nw">{range(value, unit)}</td>
          </tr>
        ))}
      <tr>
        <td colSpan={3} class="soft as-if">
          As if served as <AsIfChoice />
          {served === undefined ? ': it does not fit there.' : `, ${served.layout}.`} The real model and its GPUs are not published; net is
          scaled by tokens.
        </td>
      </tr>
    </>
  );
}
