import { quantileOfSorted } from '../../base/statistics.ts';
import { fraction } from '../../base/units.ts';
import type { Experiment } from './experiment.ts';
import type { LeastAnswer } from './lab-answer.ts';
import { leastArmName, leastStates } from './least-search.ts';

/** Least share of the reasoning that keeps the answer, over tasks; undefined where it was not searched for. */
export function summariseLeast(experiment: Experiment): LeastAnswer | undefined {
  const name = leastArmName(experiment.header.plan.baseline);
  const requests = experiment.exchanges.filter(({ arm }) => arm === name).length;
  if (requests === 0) return undefined;
  const states = leastStates(experiment);
  const found = states.flatMap((state) => (state.kind === 'found' ? [state] : []));
  const tasks = found.flatMap(({ task, found: { least, sentences, isMonotone } }) =>
    least === undefined ? [] : [{ task, least, sentences, share: fraction(least / sentences), isMonotone }],
  );
  const shares = tasks.map(({ share }) => share).sort((a, b) => a - b);
  return {
    tasks,
    unanswered: found.length - tasks.length,
    open: states.length - found.length,
    requests,
    ...(shares.length === 0
      ? {}
      : {
          quartiles: {
            lower: fraction(quantileOfSorted(shares, 0.25)),
            median: fraction(quantileOfSorted(shares, 0.5)),
            upper: fraction(quantileOfSorted(shares, 0.75)),
          },
        }),
  };
}
