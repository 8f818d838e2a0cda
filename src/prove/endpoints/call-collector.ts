import type { ToolCall } from './endpoint.ts';

interface GrowingCall {
  id: string;
  name: string;
  arguments: string;
}

/** Puts tool calls together from the pieces of a stream. */
export class CallCollector {
  readonly #calls = new Map<number, GrowingCall>();

  /** Adds a piece of the call at a place; id and name come once, arguments piece by piece. */
  add(place: number, piece: Partial<ToolCall>): void {
    const held = this.#calls.get(place) ?? { id: '', name: '', arguments: '' };
    held.id ||= piece.id ?? '';
    held.name ||= piece.name ?? '';
    held.arguments += piece.arguments ?? '';
    this.#calls.set(place, held);
  }

  /** The calls as a part of a response; nothing without one. */
  get part(): { readonly toolCalls?: readonly ToolCall[] } {
    if (this.#calls.size === 0) return {};
    const calls = Array.from(this.#calls).sort(([a], [b]) => a - b);
    return { toolCalls: calls.map(([, call]) => ({ ...call, arguments: call.arguments === '' ? '{}' : call.arguments })) };
  }

  /** Everything the model wrote for them, for counts that a server leaves out. */
  get text(): string {
    return Array.from(this.#calls.values(), (call) => call.name + call.arguments).join('');
  }
}
