import type { QueryRunner } from '../../ledger/query-runner.ts';
import { icicleTotals } from '../../ledger/questions/icicle-totals.ts';
import { asIf, asIfUtilisation } from '../../scale/hardware/as-if.ts';
import { gpuNamed } from '../../scale/hardware/gpu-named.ts';
import { modelNamed } from '../../scale/hardware/model-named.ts';
import type { Filter } from './filter.ts';
import type { AsIfNamed } from './icicle-answer.ts';
import type { AsIfRow } from './weigh-answer.ts';

/**
 * What a filter's calls would have taken as if served so: the row that `tare weigh --as-if` prints.
 * @throws {TareError} for a model or part that is not known, or a model that does not fit
 */
export async function answerAsIf(
  query: QueryRunner,
  { filter, asIf: { model, gpu } }: { readonly filter: Filter; readonly asIf: AsIfNamed },
): Promise<AsIfRow> {
  const served = asIf(modelNamed(model), gpuNamed(gpu));
  const { computed, read, output, meanContext } = await icicleTotals(query, filter);
  return {
    model: served.model,
    gpu: served.gpu,
    layout: served.layout,
    ...served.cost({ uncachedInput: computed, cacheRead: read, output, meanContext }),
    utilisation: asIfUtilisation,
  };
}
