import type { ReplicaCost } from '../src/scale/hardware/replica-cost.ts';

interface Sequence {
  readonly id: number;
  readonly input: number;
  readonly output: number;
  computed: number;
  target: number;
  generated: number;
}

/**
 * The plain loop that the event-driven engine must reproduce: one replica, one step at a time, one token a sequence and
 * step, every sequence walked in every step, the cost model asked every time. Written apart from the engine on purpose.
 * Returns the first-token and finishing time of each request.
 */
export function runTokenByToken(
  cost: ReplicaCost,
  workload: { readonly arrivals: ArrayLike<number>; readonly inputTokens: ArrayLike<number>; readonly outputTokens: ArrayLike<number> },
  schedulesAhead = false,
): { readonly firstTokens: Float64Array; readonly finishes: Float64Array; readonly steps: number; readonly preemptions: number } {
  const count = workload.arrivals.length;
  const firstTokens = new Float64Array(count).fill(Number.NaN);
  const finishes = new Float64Array(count).fill(Number.NaN);
  const paging = 8;
  const waiting: Sequence[] = [];
  let running: Sequence[] = [];
  let now = 0;
  let next = 0;
  let steps = 0;
  let preemptions = 0;
  let lastStart = 0;
  let justEnded: Sequence[] = [];
  const arrivalOf = (id: number): number => (workload.arrivals[id] as number) + cost.requestOverhead;
  // A decoding sequence holds its prompt and all it generated but the newest token, whose KV the coming step writes.
  const held = (one: Sequence): number => (one.computed < one.target ? one.target : one.input + one.generated - 1) + paging;
  while (next < count || waiting.length > 0 || running.length > 0) {
    if (waiting.length === 0 && running.length === 0) {
      now = Math.max(now, arrivalOf(next));
      lastStart = now;
      justEnded = [];
    }
    while (next < count && arrivalOf(next) <= now) {
      const input = workload.inputTokens[next] as number;
      waiting.push({ id: next, input, output: workload.outputTokens[next] as number, computed: 0, target: input, generated: 0 });
      next++;
    }
    const isDecoding = (one: Sequence): boolean => one.computed >= one.target;
    let preempted = false;
    const needed = (): number => running.reduce((sum, one) => sum + held(one) + (isDecoding(one) ? 1 : 0), 0);
    while (needed() > cost.kvCapacity) {
      const victim = running.pop() as Sequence;
      victim.target = victim.input + victim.generated;
      victim.computed = 0;
      waiting.unshift(victim);
      preempted = true;
      preemptions++;
    }
    const decoding = running.filter(isDecoding);
    let budget = cost.maxBatchedTokens - decoding.length;
    const chunks: { one: Sequence; fresh: number }[] = [];
    for (const one of running) {
      const fresh = Math.min(budget, one.target - one.computed);
      if (isDecoding(one) || fresh <= 0) continue;
      chunks.push({ one, fresh });
      budget -= fresh;
    }
    // An engine that schedules ahead decided on this step when the last one started; one with nothing to do decides anew.
    const isAhead = schedulesAhead && running.length > 0;
    const mostSequences = preempted ? 0 : cost.maxSequences - (isAhead ? justEnded.length : 0);
    const notYetFree = isAhead ? justEnded.reduce((sum, one) => sum + one.input + one.output - 1 + paging, 0) : 0;
    while (budget > 0 && running.length < mostSequences && waiting.length > 0) {
      const one = waiting[0] as Sequence;
      if (isAhead && arrivalOf(one.id) > lastStart) break;
      if (notYetFree + running.reduce((sum, other) => sum + held(other), 0) + one.target + paging + decoding.length > cost.kvCapacity)
        break;
      waiting.shift();
      running.push(one);
      const fresh = Math.min(budget, one.target);
      chunks.push({ one, fresh });
      budget -= fresh;
    }
    lastStart = now;
    now += cost.stepSeconds({
      prefillTokens: chunks.reduce((sum, chunk) => sum + chunk.fresh, 0),
      prefillSequences: chunks.length,
      prefillAttentionPairs: chunks.reduce((sum, chunk) => sum + chunk.fresh * (chunk.one.computed + chunk.fresh / 2), 0),
      decodeSequences: decoding.length,
      decodeContextTokens: decoding.reduce((sum, one) => sum + one.input + one.generated, 0),
    });
    steps++;
    const emit = (one: Sequence): void => {
      one.generated++;
      if (Number.isNaN(firstTokens[one.id])) firstTokens[one.id] = now;
      if (one.generated === one.output) finishes[one.id] = now;
    };
    for (const one of decoding) emit(one);
    for (const { one, fresh } of chunks) {
      one.computed += fresh;
      if (isDecoding(one)) emit(one);
    }
    justEnded = running.filter((one) => one.generated >= one.output);
    running = running.filter((one) => one.generated < one.output);
  }
  return { firstTokens, finishes, steps, preemptions };
}
