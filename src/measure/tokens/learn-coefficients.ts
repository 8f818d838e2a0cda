import { median } from '../../base/statistics.ts';
import { offsetTokens } from './difference-mixture.ts';
import { estimateSample, type DifferenceSample } from './difference-sample.ts';
import { fitCoefficients } from './fit-coefficients.ts';
import { familyOf, type TokenCoefficients, type TokenizerFamily } from './token-coefficients.ts';

export interface LearnOptions {
  /** Name of what is learned; stored with what is counted by it. */
  readonly version: string;
  /** Pull towards the coefficients learning starts from; see `FitOptions`. */
  readonly ridge: number;
}

/** Below this a family keeps the coefficients it has. */
const fewestForFamily = 60;
/** Below this a model cannot be told from its family. */
const fewestForSplit = 24;
/** A model whose bills are off by more than this from its family's has a tokenizer of its own. */
const splitAt = Math.log(1.12);
/** A scaled copy of another tokenizer is a poor guess: a family of its own is hardly drawn to it. */
const splitRidge = 0.3;
/** Samples beyond this many a family add nothing but time. */
const mostSamples = 3000;
/** As many calls of the family speak for a model beside its own. */
const borrowedCalls = 6;

/**
 * Learns the sizes of character classes from billed differences, family by family; a model that its family's
 * coefficients do not fit becomes a family of its own. Pure; samples may come in any order.
 */
export function learnCoefficients(
  samples: readonly DifferenceSample[],
  start: TokenCoefficients,
  options: LearnOptions,
): TokenCoefficients {
  const ordered = [...samples].sort(bySample);
  const families = start.families.flatMap((family) => {
    const own = ordered.filter((sample) => familyOf(start, sample.model, sample.source) === family);
    return bySource(family, own).flatMap(([part, its]) => learnFamily(part, its, options));
  });
  const learned: TokenCoefficients = { version: options.version, families: families.sort(bySpecificity), models: [] };
  return withUnseen(ordered.filter(isGrowth), learned, start);
}

const shortestPrefix = (family: TokenizerFamily): number => Math.min(...family.prefixes.map((prefix) => prefix.length));

/** Families of single models come before those of many, and those of one agent before those of all. */
function bySpecificity(a: TokenizerFamily, b: TokenizerFamily): number {
  return (
    shortestPrefix(b) - shortestPrefix(a) ||
    (a.sources === undefined ? 1 : 0) - (b.sources === undefined ? 1 : 0) ||
    (a.name < b.name ? -1 : 1)
  );
}

const isGrowth = (sample: DifferenceSample): boolean => sample.of === 'growth';

function bySample(a: DifferenceSample, b: DifferenceSample): number {
  if (a.session !== b.session) return a.session < b.session ? -1 : 1;
  return a.tokens - b.tokens || estimateSample(a, a.features) - estimateSample(b, b.features);
}

/** An agent with calls enough gets a family of its own; those of the family, or else the most frequent, stay. */
function bySource(family: TokenizerFamily, samples: readonly DifferenceSample[]): [TokenizerFamily, readonly DifferenceSample[]][] {
  const counts = new Map<string, number>();
  for (const { source } of samples.filter(isGrowth)) counts.set(source, (counts.get(source) ?? 0) + 1);
  const [main] = Array.from(counts).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0] ?? [];
  const apart = Array.from(counts.keys())
    .filter((source) => source !== (family.learnedFrom > 0 ? family.home : main) && (counts.get(source) as number) >= fewestForFamily)
    .sort();
  const rest = samples.filter((sample) => !apart.includes(sample.source));
  const home = family.home ?? main;
  return [
    ...apart.map((source): [TokenizerFamily, readonly DifferenceSample[]] => [
      { ...family, name: `${family.name} in ${source}`, sources: [source], home: source, learnedFrom: 0 },
      samples.filter((sample) => sample.source === source),
    ]),
    [home === undefined ? family : { ...family, home }, rest],
  ];
}

function learnFamily(family: TokenizerFamily, samples: readonly DifferenceSample[], options: LearnOptions): TokenizerFamily[] {
  const models = [...new Set(samples.map((sample) => sample.model))].sort();
  let left = samples;
  let learned = fit(family, left, options);
  const split: TokenizerFamily[] = [];
  for (const model of models) {
    const own = left.filter((sample) => sample.model === model);
    if (own.filter(isGrowth).length < fewestForSplit) continue;
    // A model far from its family is off even where the family was learned with it.
    if (Math.abs(offsetOf(own, learned.coefficients)) <= splitAt / 3) continue;
    const rest = left.filter((sample) => sample.model !== model);
    if (rest.length < fewestForFamily && family.learnedFrom === 0) continue;
    const without = rest.length < fewestForFamily ? family : fit(family, rest, options);
    const offset = offsetOf(own, without.coefficients);
    if (Math.abs(offset) <= splitAt) continue;
    const scaled = without.coefficients.map((value) => value * Math.exp(offset));
    split.push(
      fit({ ...family, name: nameOfSplit(model, family), prefixes: [model], coefficients: scaled, learnedFrom: 0 }, own, {
        ...options,
        ridge: Math.min(options.ridge, splitRidge),
      }),
    );
    left = rest;
    learned = without;
  }
  return [...split, learned];
}

const nameOfSplit = (model: string, family: TokenizerFamily): string =>
  family.sources === undefined ? model : `${model} in ${family.sources.join(', ')}`;

const offsetOf = (samples: readonly DifferenceSample[], coefficients: readonly number[]): number =>
  median(samples.filter(isGrowth).map((sample) => logRatio(sample, coefficients)));

const logRatio = (sample: DifferenceSample, coefficients: readonly number[]): number =>
  Math.log((sample.tokens + offsetTokens) / (estimateSample(sample, coefficients) + offsetTokens));

function fit(family: TokenizerFamily, samples: readonly DifferenceSample[], { ridge }: LearnOptions): TokenizerFamily {
  if (samples.length < fewestForFamily) return family;
  const step = Math.ceil(samples.length / mostSamples);
  const taken = step === 1 ? samples : samples.filter((_, index) => index % step === 0);
  const { coefficients } = fitCoefficients(taken, { prior: family.coefficients, ridge });
  return { ...family, coefficients: Array.from(coefficients, (value) => Math.round(value * 1e4) / 1e4), learnedFrom: samples.length };
}

/** Mean of what differences hold beyond the estimate, by model, drawn to the mean of its family where calls are few. */
function withUnseen(samples: readonly DifferenceSample[], learned: TokenCoefficients, start: TokenCoefficients): TokenCoefficients {
  const sums = new Map<string, { count: number; unseen: number; family: string }>();
  const families = new Map<string, { count: number; unseen: number }>();
  for (const sample of samples) {
    const family = familyOf(learned, sample.model, sample.source);
    const unseen = sample.tokens - estimateSample(sample, family.coefficients);
    const model = sums.get(sample.model) ?? { count: 0, unseen: 0, family: family.name };
    const whole = families.get(family.name) ?? { count: 0, unseen: 0 };
    sums.set(sample.model, { ...model, count: model.count + 1, unseen: model.unseen + unseen });
    families.set(family.name, { count: whole.count + 1, unseen: whole.unseen + unseen });
  }
  const models = Array.from(sums, ([model, { count, unseen, family }]) => {
    const whole = families.get(family) as { count: number; unseen: number };
    const before = start.models.find((known) => known.model === model);
    const borrowed = before === undefined ? whole.unseen / whole.count : before.unseenPerCall;
    const mean = (unseen + borrowedCalls * borrowed) / (count + borrowedCalls);
    return { model, differences: count, unseenPerCall: rounded(mean) };
  });
  const missing = start.models.filter((known) => !sums.has(known.model));
  return {
    ...learned,
    families: learned.families.map((family) => {
      const whole = families.get(family.name);
      return whole === undefined ? family : { ...family, unseenPerCall: rounded(whole.unseen / whole.count) };
    }),
    models: [...models, ...missing].sort((a, b) => (a.model < b.model ? -1 : 1)),
  };
}

const rounded = (tokens: number): number => Math.round(tokens * 10) / 10;
