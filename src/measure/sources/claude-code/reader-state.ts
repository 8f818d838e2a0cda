import type { ChainId, SessionId } from '../../../call/entry.ts';
import { makeToolUse, type ToolCallId, type ToolUse } from '../../../call/segment.ts';
import { ContextLinks, type ContextLinksState } from './context-links.ts';
import { isObject } from './json-fields.ts';
import { RecentMap } from './recent-map.ts';

/** A tool call whose result has not been seen yet. */
export interface OpenCall {
  readonly tool: ToolUse;
  /** Hash of the prompt, for a call that starts a sub-agent. */
  readonly promptHash: string | undefined;
}

interface StoredState {
  readonly links: ContextLinksState;
  readonly openCalls: readonly (readonly [string, OpenCall])[];
  readonly chains: readonly (readonly [string, string])[];
  readonly described: readonly string[];
  readonly boundary?: string;
  readonly model?: string;
}

/** JSON leaves out what is unknown. */
const restoreCall = ([id, { tool, promptHash }]: readonly [string, OpenCall]): readonly [string, OpenCall] => [
  id,
  { tool: makeToolUse({ ...tool, call: id as ToolCallId }), promptHash },
];

const openCallsKept = 64;
const chainLinesKept = 64;

/** What must be known of the lines before to read on in a file. */
export class ReaderState {
  readonly links: ContextLinks;
  readonly openCalls: RecentMap<OpenCall>;
  /** Chain of the latest lines of sub-agents that stand in the parent's own file without an id. */
  readonly #chains: RecentMap<string>;
  /** Sessions and chains whose facts were told: `<session>/<chain>`, with `/spawn` for their origin. */
  readonly #described: Set<string>;
  /** Session and chain that were asked for last: nearly every line asks for the same. */
  #latestSession: SessionId | undefined;
  #latestChain: ChainId | undefined;
  /** Id of the latest compaction. */
  boundary: string | undefined;
  /** Model of the latest response. */
  model: string | undefined;

  private constructor(stored?: StoredState) {
    this.links = new ContextLinks(stored?.links);
    this.openCalls = new RecentMap<OpenCall>(openCallsKept, stored?.openCalls.map(restoreCall));
    this.#chains = new RecentMap<string>(chainLinesKept, stored?.chains);
    this.#described = new Set(stored?.described);
    this.boundary = stored?.boundary;
    this.model = stored?.model;
  }

  /** State as this class wrote it; a new one where there is none. */
  static parse(text: string | undefined): ReaderState {
    const stored: unknown = text === undefined ? undefined : JSON.parse(text);
    return new ReaderState(isObject(stored) ? (stored as unknown as StoredState) : undefined);
  }

  stringify(): string {
    const stored: StoredState = {
      links: this.links.toState(),
      openCalls: this.openCalls.entries(),
      chains: this.#chains.entries(),
      described: [...this.#described],
      ...(this.boundary === undefined ? {} : { boundary: this.boundary }),
      ...(this.model === undefined ? {} : { model: this.model }),
    };
    return JSON.stringify(stored);
  }

  /** True the first time it is asked for a name. */
  describes(name: string): boolean {
    if (this.#described.has(name)) return false;
    this.#described.add(name);
    return true;
  }

  /** True the first time it is asked for a chain of a session. */
  describesChain(session: SessionId, chain: ChainId): boolean {
    if (session === this.#latestSession && chain === this.#latestChain) return false;
    this.#latestSession = session;
    this.#latestChain = chain;
    return this.describes(`${session}/${chain}`);
  }

  toolOf(call: ToolCallId): ToolUse | undefined {
    return this.openCalls.get(call)?.tool;
  }

  chainOfLine(uuid: string): ChainId | undefined {
    return this.#chains.get(uuid) as ChainId | undefined;
  }

  setChainOfLine(uuid: string, chain: ChainId): void {
    this.#chains.set(uuid, chain);
  }
}
