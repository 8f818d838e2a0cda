import type { Seconds } from '../../base/units.ts';
import type { ReplicaCost } from '../hardware/replica-cost.ts';
import type { PowerLedger } from './power-ledger.ts';
import type { Replica, ReplicaRole, ReplicaSetup } from './replica.ts';

/** Adds and takes away replicas to hold the requests in flight per replica at a target. */
export interface Autoscale {
  readonly minimum: number;
  /** Requests running or waiting for each powered replica that the scaler aims at. */
  readonly targetOutstanding: number;
  /** Between two decisions. */
  readonly interval: Seconds;
  /** From the order to the first request: boot, load the weights, warm up. */
  readonly startup: Seconds;
  /** How long the need must stay lower before replicas are taken away. */
  readonly holdDown: Seconds;
}

/** Replicas of one kind behind one router. */
export interface GroupShape {
  readonly role: ReplicaRole;
  readonly cost: ReplicaCost;
  readonly schedulesAhead: ReplicaSetup['schedulesAhead'];
  readonly ranks: ReplicaSetup['ranks'];
  /** There to be powered. */
  readonly replicas: number;
  /** Powered at the start; without autoscaling, for good. The rest is dark. */
  readonly powered: number;
  readonly autoscale: Autoscale | undefined;
}

type State = 'dark' | 'starting' | 'on' | 'draining';

/** Which replicas of a group are powered, and since when. */
export class ReplicaGroup {
  readonly shape: GroupShape;
  readonly replicas: readonly Replica[];
  /** Those that take requests, by index. */
  active: Replica[] = [];
  readonly #power: PowerLedger;
  readonly #states: State[];
  readonly #onSince: Float64Array;
  /** Last moment at which the need was not below what is there. */
  #neededAt = 0;

  constructor(shape: GroupShape, replicas: readonly Replica[], power: PowerLedger) {
    this.shape = shape;
    this.replicas = replicas;
    this.#power = power;
    this.#states = replicas.map((_, index) => (index < shape.powered ? 'on' : 'dark'));
    this.#onSince = new Float64Array(replicas.length);
    this.#list();
  }

  #list(): void {
    this.active = this.replicas.filter((_, index) => this.#states[index] === 'on');
  }

  /** Decides at a tick. Returns the places of replicas ordered now; each reports `ready` after the start-up time. */
  scale(time: number): number[] {
    const rule = this.shape.autoscale;
    if (rule === undefined) return [];
    let outstanding = 0;
    for (const replica of this.active) outstanding += replica.outstanding;
    const coming = this.#states.filter((state) => state === 'starting').length;
    const there = this.active.length + coming;
    const wanted = Math.max(rule.minimum, Math.min(this.replicas.length, Math.ceil(outstanding / rule.targetOutstanding)));
    if (wanted >= there) {
      this.#neededAt = time;
      return this.#order(wanted - there, time);
    }
    if (time - this.#neededAt >= rule.holdDown) this.#drain(Math.min(there - wanted, this.active.length - 1), time);
    return [];
  }

  #order(count: number, time: number): number[] {
    const ordered: number[] = [];
    for (let place = 0; place < this.replicas.length && ordered.length < count; place++) {
      if (this.#states[place] === 'draining') {
        this.#states[place] = 'on';
        count--;
      }
    }
    for (let place = 0; place < this.replicas.length && ordered.length < count; place++) {
      if (this.#states[place] !== 'dark') continue;
      this.#states[place] = 'starting';
      this.#onSince[place] = time;
      ordered.push(place);
    }
    this.#list();
    return ordered;
  }

  ready(place: number): void {
    this.#states[place] = 'on';
    this.#list();
  }

  #drain(count: number, time: number): void {
    for (let left = count, place = this.replicas.length - 1; place >= 0 && left > 0; place--) {
      if (this.#states[place] !== 'on') continue;
      this.#states[place] = 'draining';
      left--;
      this.#darkenIfEmpty(place, time);
    }
    this.#list();
  }

  /** A draining replica goes dark with its last request. */
  idle(replica: Replica, time: number): void {
    const place = this.replicas.indexOf(replica);
    if (this.#states[place] === 'draining') this.#darkenIfEmpty(place, time);
  }

  #darkenIfEmpty(place: number, time: number): void {
    if ((this.replicas[place] as Replica).outstanding > 0) return;
    this.#states[place] = 'dark';
    this.#power.addOn(this.#onSince[place] as number, time);
  }

  /** Books the powered time of what is still on at the end. */
  close(time: number): void {
    this.#states.forEach((state, place) => {
      if (state !== 'dark') this.#power.addOn(this.#onSince[place] as number, time);
    });
  }
}
