import { PrefixCache } from './prefix-cache.ts';
import type { RequestTable } from './request-table.ts';

/** Half a block of 16 tokens, less one: what paged KV loses per sequence in the mean. */
export const lostToPaging = 8;

/**
 * KV tokens of one replica: what running sequences hold for themselves, and blocks of prompts that they share. Blocks
 * nobody uses stay as cache in the room that is left.
 */
export class KvLedger {
  readonly capacity: number;
  used = 0;
  readonly #table: RequestTable;
  readonly #cache: PrefixCache | undefined;

  constructor(capacity: number, table: RequestTable, keepsPrefixes: boolean) {
    this.capacity = capacity;
    this.#table = table;
    this.#cache = table.prefixes === undefined || !keepsPrefixes ? undefined : new PrefixCache(table.prefixes.blockTokens);
  }

  /** Blocks of the request's prompt that are held, from its start. */
  prefixHits(request: number): number {
    const blocks = this.#table.prefixes;
    if (this.#cache === undefined || blocks === undefined) return 0;
    return this.#cache.hits(blocks.ids, blocks.offsets[request] as number, this.#blocksEnd(request));
  }

  /** Whether the request can come in with `target` tokens to compute, beside `spoken` tokens that others will take. */
  fits(request: number, target: number, spoken: number): boolean {
    const blocks = this.#table.prefixes;
    let need = target + lostToPaging + spoken;
    if (this.#cache !== undefined && blocks !== undefined) {
      const from = blocks.offsets[request] as number;
      const hits = this.#cache.hits(blocks.ids, from, this.#blocksEnd(request));
      need -= (hits - this.#cache.unpinnedAmong(blocks.ids, from, hits)) * blocks.blockTokens;
    }
    return this.used + need <= this.capacity;
  }

  /** Takes room for a request. Returns the tokens of its prompt that were cached; at least one is always computed. */
  hold(request: number, target: number): number {
    this.used += target - this.#sharedTokens(request) + lostToPaging;
    const blocks = this.#table.prefixes;
    if (this.#cache === undefined || blocks === undefined) return 0;
    const from = blocks.offsets[request] as number;
    const to = this.#blocksEnd(request);
    const hits = this.#cache.hits(blocks.ids, from, to);
    const idleHits = this.#cache.unpinnedAmong(blocks.ids, from, hits);
    const added = this.#cache.pin(blocks.ids, from, to);
    this.used += (added + idleHits) * blocks.blockTokens;
    this.makeRoom(0);
    return Math.min(hits * blocks.blockTokens, target - 1);
  }

  /** Gives back what a request holds. Returns the tokens that came free. */
  free(request: number, held: number): number {
    const before = this.used;
    this.used -= held - this.#sharedTokens(request) + lostToPaging;
    const blocks = this.#table.prefixes;
    if (this.#cache !== undefined && blocks !== undefined) {
      const released = this.#cache.unpin(blocks.ids, blocks.offsets[request] as number, this.#blocksEnd(request));
      this.used -= released * blocks.blockTokens;
    }
    return before - this.used;
  }

  /** Drops cached blocks that stand in the way of what is held and `spoken` tokens more. */
  makeRoom(spoken: number): void {
    this.#cache?.shrinkIdle(this.capacity - this.used - spoken);
  }

  #blocksEnd(request: number): number {
    const blocks = this.#table.prefixes;
    if (blocks === undefined) return 0;
    const start = blocks.offsets[request] as number;
    const whole = Math.floor((this.#table.inputTokens[request] as number) / blocks.blockTokens);
    return Math.min(blocks.offsets[request + 1] as number, start + whole);
  }

  /** Tokens of a request's prompt that stand in shareable blocks. */
  #sharedTokens(request: number): number {
    const blocks = this.#table.prefixes;
    if (this.#cache === undefined || blocks === undefined) return 0;
    return (this.#blocksEnd(request) - (blocks.offsets[request] as number)) * blocks.blockTokens;
  }
}
