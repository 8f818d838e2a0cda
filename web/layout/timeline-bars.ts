import type { TimelineAnswer } from '../../src/show/answers/timeline-answer.ts';

const bucketMilliseconds = 900_000;
const bucketsOfDay = 96;
/** Quarter hours a bar, where it is less than a day. */
const steps = [1, 2, 4, 8, 12, 24, 48] as const;
/** Narrowest bar, in pixels. */
const narrowest = 4;
const mostDaysByHour = 14;

/** Bars side by side without a gap: bar `i` reaches from `edges[i]` to `edges[i + 1]`, in milliseconds since 1970. */
export interface TimelineBars {
  /** Every edge is a local midnight. */
  readonly ofDays: boolean;
  readonly edges: readonly number[];
  readonly values: readonly number[];
}

/** The width of bars that fit, in quarter hours; `undefined` where they are of days. */
function stepFor(buckets: number, width: number): number | undefined {
  if (buckets > mostDaysByHour * bucketsOfDay) return undefined;
  return steps.find((step) => buckets / step <= width / narrowest);
}

/**
 * Quarter hours gathered into as many bars as there is room for: of hours within two weeks, else of local days, then of
 * several days. `midnights` are the local ones, from the last before the first bucket to the first after the last.
 */
export function timelineBars(
  { bucket, value }: TimelineAnswer,
  width: number,
  midnights: (from: number, to: number) => readonly number[],
): TimelineBars {
  const first = bucket[0];
  const last = bucket.at(-1);
  if (first === undefined || last === undefined) return { ofDays: true, edges: [], values: [] };
  const days = midnights(first * bucketMilliseconds, (last + 1) * bucketMilliseconds);
  const start = (days[0] as number) / bucketMilliseconds;
  const end = (days.at(-1) as number) / bucketMilliseconds;
  const step = stepFor(end - start, width);
  const edges: number[] = [];
  if (step === undefined) {
    const apart = Math.max(1, Math.ceil(((days.length - 1) * narrowest) / width));
    for (let day = 0; day < days.length - 1; day += apart) edges.push(days[day] as number);
    edges.push(days.at(-1) as number);
  } else {
    for (let at = start; at < end; at += step) edges.push(at * bucketMilliseconds);
    edges.push(end * bucketMilliseconds);
  }
  const values = Array.from({ length: edges.length - 1 }, () => 0);
  let bar = 0;
  for (const [index, at] of bucket.entries()) {
    while ((edges[bar + 1] as number) <= at * bucketMilliseconds) bar++;
    values[bar] = (values[bar] as number) + (value[index] as number);
  }
  return { ofDays: step === undefined, edges, values };
}

/** First and last bar that a period touches. */
export function barsWithin(
  { edges }: TimelineBars,
  since: number | undefined,
  until: number | undefined,
): readonly [first: number, last: number] {
  const bars = edges.length - 1;
  const within = (bar: number): number => Math.max(0, Math.min(bars - 1, bar));
  const end = until === undefined ? -1 : edges.findIndex((edge) => edge >= until);
  return [since === undefined ? 0 : within(edges.findLastIndex((edge) => edge <= since)), end === -1 ? bars - 1 : within(end - 1)];
}
