import { assert } from '../../base/assert.ts';
import { DecodeCurve } from './decode-curve.ts';
import { FinishHeap } from './finish-heap.ts';
import { IndexedHeap } from './indexed-heap.ts';
import { MixedPower } from './mixed-power.ts';
import { PowerLedger } from './power-ledger.ts';
import { Replica, type ReplicaListener } from './replica.ts';
import { ReplicaGroup, type GroupShape } from './replica-group.ts';
import { RequestProgress } from './request-progress.ts';
import { requestOutcome, type RequestTable } from './request-table.ts';
import { Router, type RouterPolicy } from './router.ts';
import type { Tier } from './tier.ts';
import { UserLimiter } from './user-limiter.ts';

/** What one router serves: unified replicas, or prefill replicas that hand over to decode replicas. */
export type CellShape =
  | { readonly kind: 'unified'; readonly group: GroupShape }
  | { readonly kind: 'disaggregated'; readonly prefill: GroupShape; readonly decode: GroupShape };

export interface CellSetup {
  readonly shape: CellShape;
  readonly table: RequestTable;
  readonly tiers: readonly Tier[];
  readonly users: number;
  readonly router: RouterPolicy;
  /** Requests that may wait for each powered replica; one more is refused. */
  readonly maxWaiting: number;
  /** Seconds over which power is booked; the run goes on until the last request is done. */
  readonly duration: number;
  readonly buckets: number;
}

export interface GroupResult {
  readonly shape: GroupShape;
  readonly power: PowerLedger;
  readonly prefillTokens: number;
  readonly decodeTokens: number;
  readonly preemptions: number;
  readonly busySeconds: number;
  /** Integral of KV tokens in use over busy time. */
  readonly kvTokenSeconds: number;
  readonly sequenceSeconds: number;
}

export interface CellResult {
  readonly groups: readonly GroupResult[];
  /** When the last request was done. */
  readonly end: number;
}

const event = { retry: 0, transferred: 1, ready: 2, tick: 3 } as const;

/** One router and its replicas over a table of requests, which it fills. */
export function runCell(setup: CellSetup): CellResult {
  return new Cell(setup).run();
}

class Cell {
  readonly #setup: CellSetup;
  readonly #progress: RequestProgress;
  readonly #replicas: Replica[] = [];
  readonly #groups: ReplicaGroup[];
  readonly #powers: PowerLedger[];
  readonly #next: IndexedHeap;
  readonly #others = new FinishHeap(64);
  readonly #limiter: UserLimiter | undefined;
  readonly #routers: readonly Router[];
  readonly #source: Int32Array;
  /** When the link out of each replica is free. */
  readonly #linkFree: Float64Array;
  #open = 0;
  #end = 0;

  constructor(setup: CellSetup) {
    this.#setup = setup;
    this.#progress = new RequestProgress(setup.table.length);
    const shapes = setup.shape.kind === 'unified' ? [setup.shape.group] : [setup.shape.prefill, setup.shape.decode];
    this.#powers = shapes.map(() => new PowerLedger(setup.duration, setup.buckets));
    const limited = setup.tiers.some((tier) => Object.values(tier.limits).some((limit) => limit !== undefined));
    this.#limiter = limited ? new UserLimiter(setup.tiers, setup.users) : undefined;
    const listener: ReplicaListener = { finished: this.#finished, prefilled: this.#prefilled };
    const priorities = Uint8Array.from(setup.tiers, (tier) => tier.priority);
    this.#groups = shapes.map((shape, index) => {
      const power = this.#powers[index] as PowerLedger;
      const curve = new DecodeCurve(shape.cost);
      const mixedPower = new MixedPower(shape.cost);
      const { role, cost, schedulesAhead, ranks } = shape;
      const common = {
        role,
        cost,
        schedulesAhead,
        ranks,
        curve,
        mixedPower,
        table: setup.table,
        progress: this.#progress,
        priorities,
        power,
        listener,
      };
      const replicas = Array.from(
        { length: shape.replicas },
        (_, place) => new Replica({ ...common, index: this.#replicas.length + place }),
      );
      this.#replicas.push(...replicas);
      return new ReplicaGroup(shape, replicas, power);
    });
    this.#routers = shapes.map((shape) => new Router(shape.role === 'decode' ? 'least-tokens' : setup.router));
    this.#next = new IndexedHeap(this.#replicas.length);
    this.#source = new Int32Array(setup.shape.kind === 'unified' ? 0 : setup.table.length);
    this.#linkFree = new Float64Array(this.#replicas.length);
  }

  run(): CellResult {
    const { table, duration } = this.#setup;
    const { arrivals } = table;
    const front = this.#groups[0] as ReplicaGroup;
    const delay = front.shape.cost.requestOverhead;
    this.#scheduleTicks(0);
    let arrival = 0;
    this.#open = table.length;
    while (this.#open > 0) {
      const arrivalTime = arrival < table.length ? (arrivals[arrival] as number) + delay : Number.POSITIVE_INFINITY;
      const otherTime = this.#others.firstKey;
      const replicaTime = this.#next.firstKey;
      if (arrivalTime <= otherTime && arrivalTime <= replicaTime) this.#offer(arrival++, arrivalTime);
      else if (otherTime <= replicaTime) this.#handle(otherTime, this.#others.pop());
      else this.#advance(this.#next.first, replicaTime);
    }
    for (const group of this.#groups) group.close(Math.max(duration, this.#end));
    return { groups: this.#groups.map((group, index) => resultOf(group, this.#powers[index] as PowerLedger)), end: this.#end };
  }

  #advance(index: number, time: number): void {
    const replica = this.#replicas[index] as Replica;
    replica.advance();
    this.#next.update(index, replica.nextTime);
    if (replica.outstanding === 0) this.#groupOf(replica).idle(replica, time);
  }

  #groupOf(replica: Replica): ReplicaGroup {
    const first = this.#groups[0] as ReplicaGroup;
    return replica.index < first.replicas.length ? first : (this.#groups[1] as ReplicaGroup);
  }

  #handle(time: number, code: number): void {
    const subject = code >> 2;
    switch (code & 3) {
      case event.retry:
        return this.#offer(subject, time);
      case event.transferred:
        return this.#handOver(subject, time);
      case event.ready: {
        const replica = this.#replicas[subject] as Replica;
        const group = this.#groupOf(replica);
        return group.ready(group.replicas.indexOf(replica));
      }
      default:
        return this.#scheduleTicks(time);
    }
  }

  #scheduleTicks(time: number): void {
    let interval = Number.POSITIVE_INFINITY;
    for (const group of this.#groups) {
      const rule = group.shape.autoscale;
      if (rule === undefined) continue;
      interval = Math.min(interval, rule.interval);
      if (time === 0) continue;
      for (const place of group.scale(time)) {
        this.#others.push(time + rule.startup, ((group.replicas[place] as Replica).index << 2) | event.ready);
      }
    }
    if (interval < Number.POSITIVE_INFINITY) this.#others.push(time + interval, event.tick);
  }

  #reserved(request: number): number {
    const { table, tiers } = this.#setup;
    const tier = tiers[table.tiers[request] as number] as Tier;
    return (table.inputTokens[request] as number) + tier.reservedOutput;
  }

  #offer(request: number, time: number): void {
    const { table, tiers, maxWaiting } = this.#setup;
    const group = this.#groups[0] as ReplicaGroup;
    const replica = this.#routers[0]?.choose(group.active, request);
    assert(replica !== undefined, 'no replica takes requests');
    const decoder = this.#groups[1]?.replicas[0];
    if (!replica.canHold(request) || decoder?.canHold(request) === false)
      return this.#close(request, requestOutcome.refusedAsTooLong, time);
    if (replica.waiting >= maxWaiting) return this.#close(request, requestOutcome.refusedByLoad, time);
    if (this.#limiter !== undefined) {
      const tierIndex = table.tiers[request] as number;
      const wait = this.#limiter.waitFor(table.users[request] as number, tierIndex, this.#reserved(request), time);
      if (wait > 0) {
        const { patience } = tiers[tierIndex] as Tier;
        if (time + wait - (table.arrivals[request] as number) > patience) return this.#close(request, requestOutcome.refusedByLimit, time);
        table.throttles[request] = (table.throttles[request] as number) + 1;
        this.#others.push(time + wait, (request << 2) | event.retry);
        return;
      }
    }
    table.accepted[request] = time - group.shape.cost.requestOverhead;
    this.#submit(replica, request, time);
  }

  #submit(replica: Replica, request: number, time: number): void {
    replica.submit(request, time);
    this.#next.update(replica.index, replica.nextTime);
  }

  #close(request: number, outcome: number, time: number): void {
    this.#setup.table.outcomes[request] = outcome;
    this.#open--;
    this.#end = Math.max(this.#end, time);
  }

  readonly #finished = (request: number, time: number): void => {
    const { table, tiers } = this.#setup;
    this.#close(request, requestOutcome.served, time);
    if (this.#limiter === undefined) return;
    const tier = tiers[table.tiers[request] as number] as Tier;
    const cached = tier.cachedInputCounts ? 0 : (table.cachedTokens[request] as number);
    const used = (table.inputTokens[request] as number) - cached + (table.outputTokens[request] as number);
    this.#limiter.settle(table.users[request] as number, this.#reserved(request), Math.max(0, used));
  };

  readonly #prefilled = (replica: Replica, request: number, time: number): void => {
    const start = Math.max(time, this.#linkFree[replica.index] as number);
    const { transferSecondsPerToken } = (this.#groups[0] as ReplicaGroup).shape.cost;
    const end = start + transferSecondsPerToken * (this.#setup.table.inputTokens[request] as number);
    this.#linkFree[replica.index] = end;
    this.#source[request] = replica.index;
    this.#others.push(end, (request << 2) | event.transferred);
  };

  #handOver(request: number, time: number): void {
    const source = this.#replicas[this.#source[request] as number] as Replica;
    source.release(request, time);
    this.#next.update(source.index, source.nextTime);
    this.#progress.handedOver[request] = 1;
    const target = (this.#routers[1] as Router).choose((this.#groups[1] as ReplicaGroup).active, request);
    this.#submit(target, request, time);
  }
}

function resultOf(group: ReplicaGroup, power: PowerLedger): GroupResult {
  const sum = (pick: (replica: Replica) => number): number => group.replicas.reduce((total, replica) => total + pick(replica), 0);
  return {
    shape: group.shape,
    power,
    prefillTokens: sum((replica) => replica.totals.prefillTokens),
    decodeTokens: sum((replica) => replica.totals.decodeTokens),
    preemptions: sum((replica) => replica.totals.preemptions),
    busySeconds: sum((replica) => replica.totals.busySeconds),
    kvTokenSeconds: sum((replica) => replica.totals.kvTokenSeconds),
    sequenceSeconds: sum((replica) => replica.totals.sequenceSeconds),
  };
}
