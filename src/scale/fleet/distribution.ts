import type { Random } from '../../base/random.ts';

/** Uniform number above 0, for logarithms. */
const open = (random: Random): number => (random.next() * 4294967295 + 1) / 4294967297;

export const exponential = (random: Random): number => -Math.log(open(random));

/** Standard normal number (Box and Muller, 1958). */
export function normal(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(open(random)));
  return radius * Math.cos(2 * Math.PI * random.next());
}

/** Gamma number of mean 1 (Marsaglia and Tsang, 2000). */
export function gammaOfMeanOne(random: Random, shape: number): number {
  const boost = shape < 1 ? open(random) ** (1 / shape) : 1;
  const d = (shape < 1 ? shape + 1 : shape) - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal(random);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(open(random)) < 0.5 * x * x + d - d * v + d * Math.log(v)) return (d * v * boost) / shape;
  }
}

/** Weibull number of mean 1. */
export const weibullOfMeanOne = (random: Random, shape: number): number =>
  exponential(random) ** (1 / shape) / gammaFunction(1 + 1 / shape);

/** Log-normal number with this mean and coefficient of variation. */
export function logNormal(random: Random, mean: number, variation: number): number {
  if (variation === 0) return mean;
  const variance = Math.log(1 + variation * variation);
  return mean * Math.exp(Math.sqrt(variance) * normal(random) - variance / 2);
}

const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
  -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** Γ(x) for x > 0.5 (Lanczos, g = 7, nine terms). */
function gammaFunction(x: number): number {
  const t = x + 6.5;
  const series = lanczos.reduce((sum, coefficient, index) => (index === 0 ? coefficient : sum + coefficient / (x - 1 + index)), 0);
  return Math.sqrt(2 * Math.PI) * t ** (x - 0.5) * Math.exp(-t) * series;
}
