import type { IcicleMeasure } from '../../ledger/questions/icicle-nodes.ts';
import type { IcicleTotals } from '../../ledger/questions/icicle-totals.ts';
import { asIf, asIfUtilisation } from '../../scale/hardware/as-if.ts';
import { gpuNamed } from '../../scale/hardware/gpu-named.ts';
import { modelNamed } from '../../scale/hardware/model-named.ts';
import type { AsIfNamed, IcicleAsIf, IcicleUnit } from './icicle-answer.ts';

export const usualAsIf: AsIfNamed = { model: 'deepseek-v3', gpu: 'H200-SXM' };

/**
 * What a unit counts. GPU-seconds are those of `tare weigh --as-if`: every computed and every generated token takes what it takes
 * at the mean context of the selection, so that boxes add up to the command's total.
 * @throws {TareError} for a model or part that is not known, or a model that does not fit
 */
export function icicleMeasure(
  unit: IcicleUnit,
  totals: IcicleTotals,
  named: AsIfNamed = usualAsIf,
): { readonly measure: IcicleMeasure; readonly asIf?: IcicleAsIf } {
  if (unit === 'tokens') return { measure: { computed: 1, read: 1, output: 1, usd: 0 } };
  if (unit === 'usd') return { measure: { computed: 0, read: 0, output: 0, usd: 1 } };
  const served = asIf(modelNamed(named.model), gpuNamed(named.gpu));
  const { computed, read, output, meanContext } = totals;
  const { bandFactor } = served.cost({ uncachedInput: computed, cacheRead: read, output, meanContext });
  const attended = computed + read === 0 ? 0 : meanContext * (1 + read / (computed + read));
  const secondsPerComputed = served.secondsPerPromptToken(attended);
  const secondsPerOutput = served.secondsPerOutputToken(meanContext);
  return {
    measure: { computed: secondsPerComputed, read: 0, output: secondsPerOutput, usd: 0 },
    asIf: {
      model: served.model,
      gpu: served.gpu,
      layout: served.layout,
      bandFactor,
      utilisation: asIfUtilisation,
      secondsPerComputed,
      secondsPerOutput,
    },
  };
}

/** Everything, in the unit of the measure. */
export const measured = (measure: IcicleMeasure, totals: IcicleTotals): number =>
  measure.computed * totals.computed + measure.read * totals.read + measure.output * totals.output + measure.usd * totals.usd;
