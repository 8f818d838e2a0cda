import type { Coefficients, ModelFamily } from './coefficient-file.ts';
import type { CorrectedMetric, CorrectionTable } from './correction.ts';
import type { Gpu } from './gpu.ts';
import type { Model } from './model.ts';

export const familyOf = (model: Model): ModelFamily => (model.moe === undefined ? 'dense' : 'moe');

const measuredPairs = new WeakMap<CorrectionTable, Set<string>>();

/** True where measurements of this model on this part are among those the deviations were fitted to. */
export function isMeasuredPair(table: CorrectionTable, model: Model, gpu: Gpu): boolean {
  let pairs = measuredPairs.get(table);
  if (pairs === undefined) {
    pairs = new Set();
    for (const name of Object.keys(table)) {
      const match = /^model=([^&]+)&gpu=([^&*]+)/.exec(name);
      if (match !== null) pairs.add(`${match[1]} ${match[2]}`);
    }
    measuredPairs.set(table, pairs);
  }
  return pairs.has(`${model.id} ${gpu.id}`);
}

/** Factor of the 80 % band of a metric: the truth lies in [value / factor, value * factor]. */
export function bandFactor(coefficients: Coefficients, metric: CorrectedMetric, model: Model, gpu: Gpu): number {
  const factors = coefficients.bands[metric][familyOf(model)];
  return isMeasuredPair(coefficients.corrections[metric], model, gpu) ? factors.measuredPair : factors.newPair;
}
