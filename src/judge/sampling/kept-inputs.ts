import { assertExists } from '../../base/assert.ts';
import { ranksOf } from '../sensitivity/rank-correlation.ts';

/** First samples of the inputs of a run, and their ranks, worked out once for all models that share them. */
export class KeptInputs {
  readonly #columns: ReadonlyMap<string, Float64Array>;
  readonly #ranks = new Map<string, Float64Array>();

  constructor(columns: ReadonlyMap<string, Float64Array>) {
    this.#columns = columns;
  }

  values(name: string): Float64Array {
    return assertExists(this.#columns.get(name), `input ${name} was not drawn`);
  }

  ranks(name: string): Float64Array {
    const known = this.#ranks.get(name);
    if (known !== undefined) return known;
    const ranks = ranksOf(this.values(name));
    this.#ranks.set(name, ranks);
    return ranks;
  }
}
