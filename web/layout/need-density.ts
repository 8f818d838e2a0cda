/** A stretch of the ruler with how dense the readings lie there, 1 at the densest. */
export interface DensityPoint {
  readonly at: number;
  readonly density: number;
}

/** Standard normal quantile of 0.9: an 80 % band reaches so many deviations to each side. */
const tenthQuantile = 1.281_551_565_5;

const spreadOf = (low: number, mid: number, high: number): readonly [number, number] => [
  Math.max(1e-6, Math.log(mid / low) / tenthQuantile),
  Math.max(1e-6, Math.log(high / mid) / tenthQuantile),
];

/** Density of a need with this median and 80 % band: lognormal to each side of the median. */
export function needDensity(
  need: { readonly low: number; readonly mid: number; readonly high: number },
  top: number,
  points = 160,
): DensityPoint[] {
  const [below, above] = spreadOf(need.low, need.mid, need.high);
  const raw = Array.from({ length: points + 1 }, (_, index) => {
    const at = (top * index) / points;
    if (at <= 0) return { at, density: 0 };
    const deviations = Math.log(at / need.mid) / (at < need.mid ? below : above);
    return { at, density: Math.exp(-0.5 * deviations * deviations) / at };
  });
  const most = Math.max(...raw.map(({ density }) => density));
  return raw.map(({ at, density }) => ({ at, density: most === 0 ? 0 : density / most }));
}

/** Share of the readings in which `there` is enough. */
export function shareEnough(need: { readonly low: number; readonly mid: number; readonly high: number }, there: number): number {
  if (there <= 0) return 0;
  const [below, above] = spreadOf(need.low, need.mid, need.high);
  return normalBelow(Math.log(there / need.mid) / (there < need.mid ? below : above));
}

/** Normal distribution function, Abramowitz and Stegun 26.2.17: error under 7.5e-8. */
function normalBelow(x: number): number {
  const t = 1 / (1 + 0.231_641_9 * Math.abs(x));
  const tail =
    0.398_942_280_4 *
    Math.exp((-x * x) / 2) *
    t *
    (0.319_381_53 + t * (-0.356_563_782 + t * (1.781_477_937 + t * (-1.821_255_978 + t * 1.330_274_429))));
  return x >= 0 ? 1 - tail : tail;
}
