import type { EntryKey } from '../../../call/entry.ts';
import { RecentMap } from './recent-map.ts';

const keyStart = 'claude-code:';

export const keyOf = (uuid: string): EntryKey => `${keyStart}${uuid}` as EntryKey;

/** A response with the tool results and injected prompts that followed it, up to the next response or turn. */
interface Exchange {
  readonly response: string;
  /** Key of its latest entry. */
  tail: EntryKey;
  readonly members: Set<string>;
}

export interface ContextLinksState {
  readonly passed: readonly (readonly [string, string | null])[];
  readonly exchanges: readonly { readonly response: string; readonly tail: string; readonly members: readonly string[] }[];
}

/** Enough for the sub-agents that run side by side in one file. */
const exchangesKept = 16;
const passedKept = 32;

/**
 * Finds the entry that each line continues. Lines name their parent, but (a) parents may be lines that hold no
 * content, and (b) tools called side by side each hang on the line of their own call, so that the chain of parents
 * from the next response upward misses all results but one. Within an exchange lines therefore follow each other in
 * the order of the file.
 */
export class ContextLinks {
  readonly #passed: RecentMap<string | null>;
  readonly #exchanges: Exchange[];

  constructor(state?: ContextLinksState) {
    this.#passed = new RecentMap<string | null>(passedKept, state?.passed);
    this.#exchanges = (state?.exchanges ?? []).map((exchange) => ({
      response: exchange.response,
      tail: keyOf(exchange.tail),
      members: new Set(exchange.members),
    }));
  }

  toState(): ContextLinksState {
    return {
      passed: this.#passed.entries(),
      exchanges: this.#exchanges.map((exchange) => ({
        response: exchange.response,
        tail: exchange.tail.slice(keyStart.length),
        members: [...exchange.members],
      })),
    };
  }

  /** Notes a line without content: whoever names it as parent continues that line's own parent. */
  pass(uuid: string, parentUuid: string | undefined): void {
    this.#passed.set(uuid, this.#withContent(parentUuid) ?? null);
  }

  /** Parent of a line that opens a turn or stands alone. */
  parentOf(parentUuid: string | undefined): EntryKey | 'root' {
    const named = this.#withContent(parentUuid);
    if (named === undefined) return 'root';
    return this.#exchangeWith(named)?.tail ?? keyOf(named);
  }

  /** Parent of one more line of a response; `key`: that of the line's entry. */
  joinResponse(uuid: string, key: EntryKey, parentUuid: string | undefined, response: string): EntryKey | 'root' {
    const exchange = this.#exchanges.find((candidate) => candidate.response === response);
    if (exchange !== undefined) return this.#append(exchange, uuid, key, parentUuid);
    const parent = this.parentOf(parentUuid);
    this.#exchanges.push({ response, tail: key, members: new Set([uuid]) });
    if (this.#exchanges.length > exchangesKept) this.#exchanges.shift();
    return parent;
  }

  /** Parent of a tool result or an injected prompt: joins the exchange that its own parent belongs to. */
  joinExchange(uuid: string, key: EntryKey, parentUuid: string | undefined): EntryKey | 'root' {
    const named = this.#withContent(parentUuid);
    const exchange = named === undefined ? undefined : this.#exchangeWith(named);
    return exchange === undefined ? this.parentOf(parentUuid) : this.#append(exchange, uuid, key, parentUuid);
  }

  #append(exchange: Exchange, uuid: string, key: EntryKey, parentUuid: string | undefined): EntryKey | 'root' {
    if (exchange.members.has(uuid)) {
      const named = this.#withContent(parentUuid);
      return named === undefined ? 'root' : keyOf(named);
    }
    const parent = exchange.tail;
    exchange.members.add(uuid);
    exchange.tail = key;
    return parent;
  }

  #exchangeWith(uuid: string): Exchange | undefined {
    return this.#exchanges.findLast((exchange) => exchange.members.has(uuid));
  }

  /** The nearest line with content, from a line upward; lines may name parents that stand further down. */
  #withContent(uuid: string | undefined): string | undefined {
    let at = uuid;
    for (let step = 0; at !== undefined && step < passedKept; step++) {
      const passed = this.#passed.get(at);
      if (passed === undefined) return at;
      at = passed ?? undefined;
    }
    return at;
  }
}
