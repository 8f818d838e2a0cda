import type { RunView } from './waste-view.ts';

/** A function of a run that several detectors need: computed for each run when first asked for. */
export function onceARun<Result>(compute: (run: RunView) => Result): (run: RunView) => Result {
  const known = new WeakMap<RunView, { readonly result: Result }>();
  return (run) => {
    let held = known.get(run);
    if (held === undefined) known.set(run, (held = { result: compute(run) }));
    return held.result;
  };
}
