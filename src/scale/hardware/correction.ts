/** A measured quantity that has deviations of its own. */
export type CorrectedMetric = 'tpot' | 'ttft' | 'throughput';

/** What a run is known by: the levels at which deviations from physics are pooled, and the covariates of their slopes. */
export interface RunTraits {
  /** Level name to this run's value, e.g. `engine` to `vllm`. */
  readonly levels: Readonly<Record<string, string>>;
  /** Covariate name to value, each about within -2 to 2. */
  readonly covariates: Readonly<Record<string, number>>;
}

/**
 * Deviations from physics in log units, partially pooled: `engine=vllm`, `engine=vllm&kernel=hopper-fp8`, or with a slope
 * `engine=vllm*batch`. A run adds up those that name it; one that names nothing known adds nothing and stays at physics.
 */
export type CorrectionTable = Readonly<Record<string, number>>;

/** Log correction of one run. */
export function logCorrection(table: CorrectionTable, terms: readonly (readonly [string, number])[]): number {
  let sum = 0;
  for (const [name, value] of terms) sum += (table[name] ?? 0) * value;
  return sum;
}

/** One level or combination of levels, with or without a slope, and the standard deviation of its effects. */
export interface EffectFamily {
  readonly levels: readonly string[];
  readonly covariate?: string;
  readonly spread: number;
}

/** The terms of a run under a set of effect families: name and value. */
export function correctionTerms(families: readonly EffectFamily[], traits: RunTraits): (readonly [string, number])[] {
  const terms: (readonly [string, number])[] = [];
  for (const { levels, covariate } of families) {
    const value = covariate === undefined ? 1 : (traits.covariates[covariate] ?? 0);
    const parts = levels.map((level) => `${level}=${traits.levels[level] ?? ''}`).join('&');
    terms.push([covariate === undefined ? parts : `${parts}*${covariate}`, value]);
  }
  return terms;
}
