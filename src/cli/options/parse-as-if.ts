import { TareError } from '../../base/tare-error.ts';
import { asIf, asIfUtilisation, type AsIf } from '../../scale/hardware/as-if.ts';
import { gpuNamed } from '../../scale/hardware/gpu-named.ts';
import { modelNamed } from '../../scale/hardware/model-named.ts';
import type { AsIfRow, ServingMix } from '../../show/answers/weigh-answer.ts';

/**
 * Reads `deepseek-v3@h200`.
 * @throws {TareError} naming the part of the option that is wrong, or when the model does not fit
 */
export function parseAsIf(text: string): AsIf {
  const [model, gpu, ...rest] = text.split('@');
  if (model === undefined || gpu === undefined || model === '' || gpu === '' || rest.length > 0) {
    throw new TareError({ code: 'bad-as-if', message: `--as-if ${text}: not a model at a GPU`, hint: 'Write it as deepseek-v3@h200.' });
  }
  return asIf(modelNamed(model), gpuNamed(gpu));
}

/** What the tokens would have taken there. @throws {TareError} as `parseAsIf` */
export function asIfRow(text: string, mix: ServingMix): AsIfRow {
  const served = parseAsIf(text);
  return { model: served.model, gpu: served.gpu, layout: served.layout, ...served.cost(mix), utilisation: asIfUtilisation };
}
