import { useMemo } from 'preact/hooks';
import { formatQuantity } from '../../src/base/number-format.ts';
import { TareError } from '../../src/base/tare-error.ts';
import { asIf } from '../../src/scale/hardware/as-if.ts';
import { gpuNamed } from '../../src/scale/hardware/gpu-named.ts';
import { modelNamed } from '../../src/scale/hardware/model-named.ts';
import type { ServingMix, WeighAnswer } from '../../src/show/answers/weigh-answer.ts';
import { place, setOption } from '../state/location.ts';

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

const asIfModels = ['gpt-oss-120b', 'deepseek-v3', 'kimi-k2', 'glm-5', 'qwen3-235b-a22b', 'llama-3.1-405b', 'llama-3.1-70b'] as const;
const asIfGpus = ['H100-SXM', 'H200-SXM', 'B200-SXM', 'GB200-NVL72', 'GB300-NVL72', 'MI300X', 'MI355X'] as const;

/** GPU-hours and energy as if served by a model on a GPU that the reader names. */
export function AsIfRows({ answer }: { readonly answer: WeighAnswer }) {
  const { options } = place.value;
  const [model = 'deepseek-v3', gpu = 'H200-SXM'] = (options['as-if'] ?? 'deepseek-v3@H200-SXM').split('@');
  const choose = (nextModel: string, nextGpu: string): void => setOption('as-if', `${nextModel}@${nextGpu}`, 'replace');
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
          As if served as{' '}
          <select aria-label="as if the model were" value={model} onChange={(event) => choose(event.currentTarget.value, gpu)}>
            {asIfModels.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>{' '}
          on{' '}
          <select aria-label="as if on this GPU" value={gpu} onChange={(event) => choose(model, event.currentTarget.value)}>
            {asIfGpus.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
          {served === undefined ? ': it does not fit there.' : `, ${served.layout}.`} The real model and its GPUs are not published; net is
          scaled by tokens.
        </td>
      </tr>
    </>
  );
}
