/** A measured quantity that has deviations of its own. */
export type CorrectedMetric = 'tpot' | 'ttft' | 'throughput' | 'prefill' | 'power';

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

/** The terms of a run under a set of effect families: name and value. A family of which the run lacks a level has none. */
export function correctionTerms(families: readonly EffectFamily[], traits: RunTraits): (readonly [string, number])[] {
  const terms: (readonly [string, number])[] = [];
  for (const { levels, covariate } of families) {
    if (levels.some((level) => traits.levels[level] === undefined)) continue;
    const value = covariate === undefined ? 1 : (traits.covariates[covariate] ?? 0);
    const parts = levels.map((level) => `${level}=${traits.levels[level]}`).join('&');
    terms.push([covariate === undefined ? parts : `${parts}*${covariate}`, value]);
  }
  return terms;
}

/**
 * Reads a table from its text: one family a line, `model&gpu*batch: llama-3.1-8b&H100-SXM 0.0312, ...`, which stands for the
 * terms `model=llama-3.1-8b&gpu=H100-SXM*batch` and so on.
 */
export function parseCorrections(text: string): CorrectionTable {
  const table: Record<string, number> = {};
  for (const line of text.split('\n')) {
    const colon = line.indexOf(': ');
    if (colon === -1) continue;
    const [levels = '', covariate] = line.slice(0, colon).split('*');
    const names = levels.split('&');
    for (const entry of line.slice(colon + 2).split(', ')) {
      const space = entry.lastIndexOf(' ');
      const values = entry.slice(0, space).split('&');
      const parts = levels === '' ? '' : names.map((name, index) => `${name}=${values[index] ?? ''}`).join('&');
      table[covariate === undefined ? parts : `${parts}*${covariate}`] = Number(entry.slice(space + 1));
    }
  }
  return table;
}

/** The text of a table; see {@link parseCorrections}. */
export function formatCorrections(table: CorrectionTable): string {
  const families = new Map<string, string[]>();
  for (const [name, value] of Object.entries(table)) {
    const [levels = '', covariate] = name.split('*');
    const parts = levels === '' ? [] : levels.split('&').map((part) => part.split('=') as [string, string]);
    const family = `${parts.map(([level]) => level).join('&')}${covariate === undefined ? '' : `*${covariate}`}`;
    const entry = `${parts.map(([, of]) => of).join('&')} ${Number(value.toFixed(4))}`;
    families.set(family, [...(families.get(family) ?? []), entry]);
  }
  return [...families].map(([family, entries]) => `${family}: ${entries.join(', ')}`).join('\n');
}
