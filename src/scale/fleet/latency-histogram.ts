const smallest = 1e-5;
const largest = 1e7;
/** Width of a bin: a quantile is within half of it. */
const ratio = 1.002;
const logRatio = Math.log(ratio);
const binCount = Math.ceil(Math.log(largest / smallest) / logRatio) + 1;

/** A distribution of times in bins of 0.2 %, which can be sent between threads and added up in any number. */
export interface LatencyHistogram {
  readonly bins: Uint32Array;
  count: number;
  sum: number;
  smallest: number;
  largest: number;
}

export const latencyHistogram = (): LatencyHistogram => ({
  bins: new Uint32Array(binCount),
  count: 0,
  sum: 0,
  smallest: Number.POSITIVE_INFINITY,
  largest: 0,
});

export function addLatency(histogram: LatencyHistogram, seconds: number): void {
  const bin = seconds <= smallest ? 0 : Math.min(binCount - 1, Math.floor(Math.log(seconds / smallest) / logRatio));
  histogram.bins[bin] = (histogram.bins[bin] as number) + 1;
  histogram.count++;
  histogram.sum += seconds;
  histogram.smallest = Math.min(histogram.smallest, seconds);
  histogram.largest = Math.max(histogram.largest, seconds);
}

export function mergeLatencies(into: LatencyHistogram, from: LatencyHistogram): void {
  for (let bin = 0; bin < binCount; bin++) into.bins[bin] = (into.bins[bin] as number) + (from.bins[bin] as number);
  into.count += from.count;
  into.sum += from.sum;
  into.smallest = Math.min(into.smallest, from.smallest);
  into.largest = Math.max(into.largest, from.largest);
}

/** Time that a share of the requests stays within, exact to 0.1 %; absent where nothing was measured. */
export function latencyQuantile(histogram: LatencyHistogram, probability: number): number | undefined {
  if (histogram.count === 0) return undefined;
  const rank = probability * (histogram.count - 1);
  let below = 0;
  for (let bin = 0; bin < binCount; bin++) {
    below += histogram.bins[bin] as number;
    if (below > rank) return Math.min(histogram.largest, Math.max(histogram.smallest, smallest * Math.exp((bin + 0.5) * logRatio)));
  }
  return histogram.largest;
}

export const latencyMean = (histogram: LatencyHistogram): number | undefined =>
  histogram.count === 0 ? undefined : histogram.sum / histogram.count;
