import { assert } from '../../base/assert.ts';
import type { ReplicaCost, StepBatch } from '../hardware/replica-cost.ts';
import type { DecodeCurve } from './decode-curve.ts';
import { FinishHeap } from './finish-heap.ts';
import type { MixedPower } from './mixed-power.ts';
import type { PowerLedger } from './power-ledger.ts';
import { KvLedger, lostToPaging } from './kv-ledger.ts';
import type { RequestProgress } from './request-progress.ts';
import { requestOutcome, type RequestTable } from './request-table.ts';
import { WaitingQueue } from './waiting-queue.ts';

/** What a replica does with a prompt: all of it, only the prefill, or only the decode of prompts prefilled elsewhere. */
export type ReplicaRole = 'unified' | 'prefill' | 'decode';

/** Stands in place of a number of decode steps in a stretch without length, at whose end an idle replica plans. */
const awake = -1;

export interface ReplicaListener {
  /** The last token is out. */
  readonly finished: (request: number, time: number) => void;
  /** A prefill replica has sampled the first token; it holds the KV until `release`. */
  readonly prefilled: (replica: Replica, request: number, time: number) => void;
}

export interface ReplicaSetup {
  readonly index: number;
  readonly role: ReplicaRole;
  readonly cost: ReplicaCost;
  /** Each step is decided while the one before runs: arrivals and freed places count one step later. */
  readonly schedulesAhead: boolean;
  /** Attention data-parallel ranks, which keep their own sequences and wait for each other in every step. */
  readonly ranks: number;
  readonly curve: DecodeCurve;
  readonly mixedPower: MixedPower;
  readonly table: RequestTable;
  readonly progress: RequestProgress;
  readonly priorities: Uint8Array;
  readonly power: PowerLedger;
  readonly listener: ReplicaListener;
}

/**
 * One engine with continuous batching, chunked prefill mixed into decode steps, preemption by recompute and a block
 * prefix cache, scheduled as vLLM's v1 engine does: running sequences first, then waiting ones in order while
 * sequences, batched tokens and KV cache last. It plans one stretch at a time, and a stretch of steps that only decode
 * runs until the first sequence ends, an arrival that can be let in, or a full KV cache: never token by token.
 */
export class Replica {
  readonly index: number;
  readonly role: ReplicaRole;
  /** End of the stretch planned now; Infinity while idle. */
  nextTime = Number.POSITIVE_INFINITY;
  /** Requests that run or wait here. */
  outstanding = 0;
  /** Tokens still to compute or generate for them. */
  outstandingTokens = 0;
  readonly totals = { busySeconds: 0, joules: 0, prefillTokens: 0, decodeTokens: 0, kvTokenSeconds: 0, sequenceSeconds: 0, preemptions: 0 };

  readonly #setup: ReplicaSetup;
  readonly #kv: KvLedger;
  readonly #waiting: WaitingQueue;
  readonly #decoding: FinishHeap;
  #running = 0;
  #steps = 0;
  /** Sum of the contexts that the next step attends to. */
  #context = 0;
  /** Prompts that a step left unfinished: at most one a rank. */
  readonly #partial: number[] = [];
  #admissions = 0;
  #start = 0;
  /** Decode steps of the stretch; 0 in a stretch of one step with prefill. */
  #span = 0;
  #stepCount = 0;
  /** Start of the step before the one being planned. */
  #lastStepStart = 0;
  /** Sequences that ended, and KV tokens that came free, in the step before. */
  #justEnded = 0;
  #justFreed = 0;
  readonly #stepRequests: Int32Array;
  readonly #stepTokens: Int32Array;
  readonly #rankLoads: Float64Array;
  readonly #batch: { -readonly [Field in keyof StepBatch]: number } = {
    prefillTokens: 0,
    prefillSequences: 0,
    prefillAttentionPairs: 0,
    decodeSequences: 0,
    decodeContextTokens: 0,
  };

  constructor(setup: ReplicaSetup) {
    this.#setup = setup;
    this.index = setup.index;
    this.role = setup.role;
    this.#kv = new KvLedger(setup.cost.kvCapacity, setup.table, setup.role !== 'decode');
    this.#waiting = new WaitingQueue(setup.priorities.reduce((most, priority) => Math.max(most, priority), 0) + 1);
    this.#decoding = new FinishHeap(Math.min(4096, setup.cost.maxSequences));
    const slots = Math.min(setup.cost.maxSequences, setup.cost.maxBatchedTokens) + 1;
    this.#stepRequests = new Int32Array(slots);
    this.#stepTokens = new Int32Array(slots);
    this.#rankLoads = new Float64Array(setup.ranks);
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  /** Whether a request of this length can ever run here. */
  canHold(request: number): boolean {
    const { inputTokens, outputTokens } = this.#setup.table;
    const output = this.role === 'prefill' ? 0 : (outputTokens[request] as number);
    return (inputTokens[request] as number) + output + lostToPaging <= this.#kv.capacity;
  }

  /** Blocks of the request's prompt that this replica holds, from its start. */
  prefixHits(request: number): number {
    return this.#kv.prefixHits(request);
  }

  submit(request: number, time: number): void {
    const { table, progress, priorities } = this.#setup;
    progress.submittedAt[request] = time;
    progress.target[request] = table.inputTokens[request] as number;
    progress.computed[request] = progress.handedOver[request] === 1 ? progress.target[request] : 0;
    this.outstanding++;
    this.outstandingTokens += (table.inputTokens[request] as number) + (table.outputTokens[request] as number);
    this.#waiting.push(request, priorities[table.tiers[request] as number] as number);
    if (this.nextTime === Number.POSITIVE_INFINITY) this.#wake(time);
    else if (this.#span > 1) this.#interrupt(request, time);
  }

  /** Takes out of the cache what a prefill replica kept for a transfer. */
  release(request: number, time: number): void {
    this.#kv.free(request, this.#setup.progress.target[request] as number);
    if (this.nextTime === Number.POSITIVE_INFINITY) this.#wake(time);
  }

  /** Plans at this very time, once everything else that happens at it is known. */
  #wake(time: number): void {
    this.#span = awake;
    this.nextTime = time;
  }

  /** Carries out the planned stretch and plans the next. */
  advance(): void {
    const time = this.nextTime;
    this.#justEnded = 0;
    this.#justFreed = 0;
    if (this.#span === awake) {
      this.#lastStepStart = time;
      return this.#plan(time);
    }
    this.#account(time);
    if (this.#setup.schedulesAhead && this.#waiting.size > 0) this.#lastStepStart = this.#startOfLastStep();
    const sequences = this.#decoding.size;
    const steps = this.#span === 0 ? 1 : this.#span;
    this.#steps += steps;
    this.#context += steps * sequences;
    this.#kv.used += steps * sequences;
    this.totals.decodeTokens += steps * sequences;
    this.outstandingTokens -= steps * sequences;
    while (this.#decoding.firstKey <= this.#steps) this.#finishDecode(this.#decoding.pop(), time);
    if (this.#span === 0) this.#finishPrefills(time);
    this.#plan(time);
  }

  #startOfLastStep(): number {
    if (this.#span <= 1) return this.#start;
    const sequences = this.#decoding.size;
    return this.#start + this.#setup.curve.seconds(sequences, this.#context / sequences, this.#span - 1);
  }

  #account(time: number): void {
    const { curve, mixedPower, power } = this.#setup;
    const sequences = this.#decoding.size;
    const duration = time - this.#start;
    const middle = this.#span === 0 ? 0 : this.#span / 2;
    const watts = this.#span === 0 ? mixedPower.watts(this.#batch) : curve.watts(sequences, this.#context / sequences + middle);
    power.addBusy(this.#start, time, watts);
    this.totals.busySeconds += duration;
    this.totals.joules += duration * watts;
    this.totals.kvTokenSeconds += duration * (this.#kv.used + middle * sequences);
    this.totals.sequenceSeconds += duration * this.#running;
  }

  #finishDecode(request: number, time: number): void {
    const { table } = this.#setup;
    const held = (table.inputTokens[request] as number) + (table.outputTokens[request] as number) - 1;
    this.#context -= held + 1;
    this.#finish(request, held, time);
  }

  #finish(request: number, held: number, time: number): void {
    const { table, listener } = this.#setup;
    this.#justFreed += this.#kv.free(request, held);
    this.#justEnded++;
    this.#running--;
    this.outstanding--;
    table.finishes[request] = time;
    table.outcomes[request] = requestOutcome.served;
    listener.finished(request, time);
  }

  #finishPrefills(time: number): void {
    const { table, progress, listener } = this.#setup;
    this.#partial.length = 0;
    for (let place = 0; place < this.#stepCount; place++) {
      const request = this.#stepRequests[place] as number;
      const computed = (progress.computed[request] as number) + (this.#stepTokens[place] as number);
      progress.computed[request] = computed;
      this.totals.prefillTokens += this.#stepTokens[place] as number;
      const target = progress.target[request] as number;
      if (computed < target) {
        this.#partial.push(request);
        continue;
      }
      if (Number.isNaN(table.firstTokens[request])) table.firstTokens[request] = time;
      this.outstandingTokens -= (table.inputTokens[request] as number) + 1;
      const left = (table.inputTokens[request] as number) + (table.outputTokens[request] as number) - target - 1;
      if (left <= 0) this.#finish(request, target, time);
      else if (this.role === 'prefill') {
        this.#running--;
        this.outstanding--;
        this.outstandingTokens -= left;
        listener.prefilled(this, request, time);
      } else this.#startDecoding(request, left);
    }
  }

  #startDecoding(request: number, left: number): void {
    this.#decoding.push(this.#steps + left, request);
    this.#context += (this.#setup.progress.target[request] as number) + 1;
  }

  #plan(time: number): void {
    const preempted = this.#makeRoomToDecode();
    this.#stepCount = 0;
    let budget = this.#setup.cost.maxBatchedTokens - this.#decoding.size;
    for (const request of this.#partial) budget -= this.#take(request, budget);
    const isHeldBack = !preempted && this.#admit(budget, this.#setup.schedulesAhead);
    if (isHeldBack && this.#stepCount === 0 && this.#decoding.size === 0) this.#admit(budget, false);
    const sequences = this.#decoding.size;
    this.#kv.makeRoom(sequences);
    this.#start = time;
    if (this.#stepCount > 0) this.#planMixedStep(time);
    else if (sequences > 0) {
      const room = Math.floor((this.#kv.capacity - this.#kv.used) / sequences);
      this.#span = isHeldBack ? 1 : Math.max(1, Math.min(this.#decoding.firstKey - this.#steps, room));
      this.nextTime = time + this.#setup.curve.seconds(sequences, this.#context / sequences, this.#span);
    } else {
      this.#span = 0;
      this.nextTime = Number.POSITIVE_INFINITY;
    }
  }

  #planMixedStep(time: number): void {
    const { progress, cost } = this.#setup;
    const batch = this.#batch;
    batch.prefillTokens = 0;
    batch.prefillAttentionPairs = 0;
    batch.prefillSequences = this.#stepCount;
    for (let place = 0; place < this.#stepCount; place++) {
      const fresh = this.#stepTokens[place] as number;
      batch.prefillTokens += fresh;
      batch.prefillAttentionPairs += fresh * ((progress.computed[this.#stepRequests[place] as number] as number) + fresh / 2);
    }
    if (this.#setup.ranks > 1) this.#waitForLongestRank(batch);
    batch.decodeSequences = this.#decoding.size;
    batch.decodeContextTokens = this.#context;
    this.#span = 0;
    this.nextTime = time + cost.stepSeconds(batch);
  }

  /**
   * A chunk stays on one rank and the others wait for it, so a step costs as if every rank had the prompt tokens of the
   * fullest one. Chunks go to the ranks with the fewest tokens, in order.
   */
  #waitForLongestRank(batch: { prefillTokens: number; prefillAttentionPairs: number }): void {
    const loads = this.#rankLoads.fill(0);
    for (let place = 0; place < this.#stepCount; place++) {
      let least = 0;
      for (let rank = 1; rank < loads.length; rank++) if ((loads[rank] as number) < (loads[least] as number)) least = rank;
      loads[least] = (loads[least] as number) + (this.#stepTokens[place] as number);
    }
    let most = 0;
    for (const load of loads) most = Math.max(most, load);
    const stretched = (most * loads.length) / batch.prefillTokens;
    batch.prefillTokens *= stretched;
    batch.prefillAttentionPairs *= stretched;
  }

  /** Puts the next chunk of a prompt into the step. Returns its tokens. */
  #take(request: number, budget: number): number {
    const { computed, target } = this.#setup.progress;
    const rankBudget = Math.ceil((this.#setup.cost.maxBatchedTokens - this.#decoding.size) / this.#setup.ranks);
    const fresh = Math.min(budget, rankBudget, (target[request] as number) - (computed[request] as number));
    if (fresh <= 0) return 0;
    this.#stepRequests[this.#stepCount] = request;
    this.#stepTokens[this.#stepCount++] = fresh;
    return fresh;
  }

  /** Lets waiting requests in. True where one may come in a step later only because the engine schedules ahead. */
  #admit(budget: number, isAhead: boolean): boolean {
    const { progress, cost, table } = this.#setup;
    const places = cost.maxSequences - (isAhead ? this.#justEnded : 0);
    let left = budget;
    while (this.#waiting.size > 0) {
      const request = this.#waiting.first;
      const isLate = isAhead && (progress.submittedAt[request] as number) > this.#lastStepStart;
      const handedOver = progress.handedOver[request] === 1;
      if (isLate || this.#running >= places || (left <= 0 && !handedOver) || !this.#fits(request, isAhead ? this.#justFreed : 0)) {
        return isAhead && (isLate || this.#justEnded > 0);
      }
      this.#waiting.shift();
      this.#running++;
      progress.admission[request] = this.#admissions++;
      const cached = this.#kv.hold(request, progress.target[request] as number);
      table.cachedTokens[request] = (table.cachedTokens[request] as number) + cached;
      if (!handedOver) progress.computed[request] = cached;
      if (handedOver) {
        this.outstandingTokens -= (table.inputTokens[request] as number) + 1;
        this.#startDecoding(request, (table.outputTokens[request] as number) - 1);
      } else left -= this.#take(request, left);
    }
    return false;
  }

  #fits(request: number, notYetFree: number): boolean {
    return this.#kv.fits(request, this.#setup.progress.target[request] as number, this.#decoding.size + notYetFree);
  }

  /** Preempts the sequences let in last until every running one has room for one token more. Whether any was. */
  #makeRoomToDecode(): boolean {
    let preempted = false;
    while (this.#kv.used + this.#decoding.size > this.#kv.capacity) {
      assert(this.#running > 1, 'one sequence alone does not fit into the KV cache');
      this.#preemptLast();
      preempted = true;
    }
    return preempted;
  }

  #preemptLast(): void {
    const { table, progress, priorities } = this.#setup;
    let place = -1;
    let victim = -1;
    for (const candidate of this.#partial) if (victim < 0 || this.#yieldsBefore(candidate, victim)) victim = candidate;
    for (let at = 0; at < this.#decoding.size; at++) {
      const candidate = this.#decoding.idAt(at);
      if (victim >= 0 && !this.#yieldsBefore(candidate, victim)) continue;
      victim = candidate;
      place = at;
    }
    if (place >= 0) {
      const left = this.#decoding.keyAt(place) - this.#steps;
      const generated = (table.outputTokens[victim] as number) - left;
      const held = (table.inputTokens[victim] as number) + generated - 1;
      this.#decoding.removeAt(place);
      this.#context -= held + 1;
      this.#kv.free(victim, held);
      progress.target[victim] = held + 1;
      this.outstandingTokens += (table.inputTokens[victim] as number) + 1;
    } else {
      this.#kv.free(victim, progress.target[victim] as number);
      this.#partial.splice(this.#partial.indexOf(victim), 1);
    }
    progress.computed[victim] = 0;
    progress.handedOver[victim] = 0;
    table.preemptions[victim] = (table.preemptions[victim] as number) + 1;
    this.totals.preemptions++;
    this.#running--;
    this.#waiting.pushFront(victim, priorities[table.tiers[victim] as number] as number);
  }

  /** Whether `left` is preempted before `right`: lower priority first, then the later admission. */
  #yieldsBefore(left: number, right: number): boolean {
    const { table, progress, priorities } = this.#setup;
    const leftClass = priorities[table.tiers[left] as number] as number;
    const rightClass = priorities[table.tiers[right] as number] as number;
    if (leftClass !== rightClass) return leftClass > rightClass;
    return (progress.admission[left] as number) > (progress.admission[right] as number);
  }

  /** An arrival during a stretch of decode steps: the stretch ends with the step under way, if the arrival can be let in then. */
  #interrupt(request: number, time: number): void {
    if (this.#waiting.first !== request || this.#running >= this.#setup.cost.maxSequences || !this.#fits(request, 0)) return;
    const sequences = this.#decoding.size;
    const context = this.#context / sequences;
    const { curve } = this.#setup;
    const steps = curve.stepsWithin(sequences, context, time - this.#start, this.#span) + (this.#setup.schedulesAhead ? 1 : 0);
    if (steps >= this.#span) return;
    this.#span = steps;
    this.nextTime = this.#start + curve.seconds(sequences, context, steps);
  }
}
