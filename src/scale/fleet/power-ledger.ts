/** Seconds and joules of a set of replicas, per stretch of the run. Dark time is what is left of the whole. */
export class PowerLedger {
  readonly bucketSeconds: number;
  /** Replica-seconds powered and assigned, idle or busy. */
  readonly on: Float64Array;
  /** Replica-seconds inside an engine step. */
  readonly busy: Float64Array;
  /** Energy of busy GPUs, joules at the GPU. */
  readonly busyJoules: Float64Array;

  constructor(duration: number, buckets: number) {
    this.bucketSeconds = duration / buckets;
    this.on = new Float64Array(buckets);
    this.busy = new Float64Array(buckets);
    this.busyJoules = new Float64Array(buckets);
  }

  addBusy(start: number, end: number, watts: number): void {
    const width = this.bucketSeconds;
    const bucket = Math.floor(start / width);
    if (bucket >= this.busy.length) return;
    if (end <= (bucket + 1) * width) {
      this.busy[bucket] = (this.busy[bucket] as number) + (end - start);
      this.busyJoules[bucket] = (this.busyJoules[bucket] as number) + (end - start) * watts;
      return;
    }
    spread(this.busy, width, start, end, 1);
    spread(this.busyJoules, width, start, end, watts);
  }

  addOn(start: number, end: number): void {
    spread(this.on, this.bucketSeconds, start, end, 1);
  }
}

/** Adds `rate` per second from start to end over buckets; what lies past the last bucket is not counted. */
function spread(buckets: Float64Array, width: number, start: number, end: number, rate: number): void {
  for (let bucket = Math.floor(start / width); bucket < buckets.length && bucket * width < end; bucket++) {
    const inside = Math.min(end, (bucket + 1) * width) - Math.max(start, bucket * width);
    if (inside > 0) buckets[bucket] = (buckets[bucket] as number) + inside * rate;
  }
}
