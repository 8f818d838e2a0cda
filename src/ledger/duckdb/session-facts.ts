import type { Entry, SessionEntry } from '../../call/entry.ts';
import type { HeldEntry } from './held-entry.ts';

const sessionFields = ['directory', 'gitBranch', 'agentVersion', 'parentSession', 'experiment'] as const;
const chainFields = ['agentType', 'spawnedBy'] as const;

type FactName = (typeof sessionFields)[number] | (typeof chainFields)[number];

/** What entries of type `session` say; each field keeps its first known value. */
export type ChainFacts = Pick<SessionEntry, (typeof chainFields)[number]>;

export interface SessionFacts extends Pick<SessionEntry, (typeof sessionFields)[number]> {
  /** First and last time of its entries. */
  readonly start?: number;
  readonly end?: number;
  readonly chains: ReadonlyMap<number, ChainFacts>;
  /** It has entries of type `session`. */
  readonly isTold: boolean;
}

/** The value that is told first, by time, then by key. */
class FirstKnown {
  readonly #values = new Map<FactName, { readonly value: string; readonly time: number; readonly key: string }>();

  take(entry: SessionEntry, name: FactName): void {
    const value = entry[name];
    if (value === undefined) return;
    const time = entry.time ?? Number.POSITIVE_INFINITY;
    const known = this.#values.get(name);
    if (known !== undefined && (known.time < time || (known.time === time && known.key <= entry.key))) return;
    this.#values.set(name, { value, time, key: entry.key });
  }

  facts(): Record<string, string> {
    return Object.fromEntries(Array.from(this.#values, ([name, { value }]) => [name, value]));
  }
}

/** Gathers what all entries of one session say of it. */
export class FactGatherer {
  #start = Number.POSITIVE_INFINITY;
  #end = Number.NEGATIVE_INFINITY;
  readonly #session = new FirstKnown();
  readonly #chains = new Map<number, FirstKnown>();

  take(entries: readonly HeldEntry[]): void {
    for (const { entry, chain } of entries) this.#takeEntry(entry, chain);
  }

  #takeEntry(entry: Entry, chain: number): void {
    const { time } = entry;
    if (time !== undefined) {
      if (time < this.#start) this.#start = time;
      if (time > this.#end) this.#end = time;
    }
    if (entry.type !== 'session') return;
    for (const name of sessionFields) this.#session.take(entry, name);
    let ofChain = this.#chains.get(chain);
    if (ofChain === undefined) this.#chains.set(chain, (ofChain = new FirstKnown()));
    for (const name of chainFields) ofChain.take(entry, name);
  }

  facts(): SessionFacts {
    return {
      ...this.#session.facts(),
      ...(this.#end < this.#start ? {} : { start: this.#start, end: this.#end }),
      chains: new Map(Array.from(this.#chains, ([chain, known]) => [chain, known.facts()])),
      isTold: this.#chains.size > 0,
    };
  }
}
