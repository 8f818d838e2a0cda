import { TareError } from '../../base/tare-error.ts';
import { asIf, asIfUtilisation } from '../../scale/hardware/as-if.ts';
import { gpuNamed } from '../../scale/hardware/gpu-named.ts';
import { modelNamed } from '../../scale/hardware/model-named.ts';
import type { AsIfRow, ServingMix } from '../../show/answers/weigh-answer.ts';

/**
 * Reads `deepseek-v3@h200` and says what the tokens would have taken there.
 * @throws {TareError} naming the part of the option that is wrong, or when the model does not fit
 */
export function asIfRow(text: string, mix: ServingMix): AsIfRow {
  const [model, gpu, ...rest] = text.split('@');
  if (model === undefined || gpu === undefined || model === '' || gpu === '' || rest.length > 0) {
    throw new TareError({ code: 'bad-as-if', message: `--as-if ${text}: not a model at a GPU`, hint: 'Write it as deepseek-v3@h200.' });
  }
  const served = asIf(modelNamed(model), gpuNamed(gpu));
  return { model: served.model, gpu: served.gpu, layout: served.layout, ...served.cost(mix), utilisation: asIfUtilisation };
}
