import type { Random } from '../../src/base/random.ts';
import { tokensOf } from './token-count.ts';

export interface ToolStep {
  readonly name: string;
  readonly input: Record<string, unknown>;
  readonly result: string;
  readonly isError?: boolean;
}

export interface CallStep {
  readonly thinking?: string;
  readonly text?: string;
  readonly tools?: readonly ToolStep[];
}

interface Options {
  readonly session: string;
  readonly agentId?: string;
  readonly model: string;
  readonly start: number;
  /** System prompt and tool schemas: billed, and not in the transcript. */
  readonly basePrompt: number;
  readonly branch: string;
  readonly random: Random;
}

const cacheLifetime = 5 * 60_000;
const claudeFactor = 1.2;
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Plays a Claude Code session: what it would log, with the bill that a cache of five minutes would lead to. */
export class ClaudeSession {
  readonly lines: string[] = [];
  readonly #options: Options;
  readonly #random: Random;
  #now: number;
  #lastCall = -Infinity;
  #context: number;
  #cached = 0;
  #parent: string | null = null;

  constructor(options: Options) {
    this.#options = options;
    this.#random = options.random;
    this.#now = options.start;
    this.#context = options.basePrompt;
  }

  get now(): number {
    return this.#now;
  }

  /** Tokens the next call would carry. */
  get context(): number {
    return this.#context;
  }

  wait(seconds: number): void {
    this.#now += seconds * 1000;
  }

  attach(attachment: Record<string, unknown>, sentText: string): void {
    this.#write({ type: 'attachment', attachment });
    this.#send(sentText);
  }

  user(text: string): void {
    this.#write({ type: 'user', message: { role: 'user', content: text } });
    this.#send(text);
  }

  /** One request and its response, then the results of its tools. Returns the ids of the tool calls. */
  call({ thinking, text, tools = [] }: CallStep): string[] {
    const isCached = this.#now - this.#lastCall <= cacheLifetime;
    const read = isCached ? this.#cached : 0;
    const ids = tools.map(() => `toolu_${this.#hex(20)}`);
    const blocks = [
      ...(thinking === undefined ? [] : [{ type: 'thinking', thinking, signature: this.#letters(Math.round(thinking.length * 0.8)) }]),
      ...(text === undefined ? [] : [{ type: 'text', text }]),
      ...tools.map(({ name, input }, index) => ({ type: 'tool_use', id: ids[index], name, input })),
    ];
    const output =
      tokensOf(`${thinking ?? ''}${text ?? ''}`, claudeFactor) +
      tools.reduce((sum, tool) => sum + 60 + tokensOf(JSON.stringify(tool.input), claudeFactor), 0);
    const uncached = 3 + Math.floor(this.#random.next() * 6);
    const write = this.#context - read - uncached;
    const message = {
      id: `msg_${this.#hex(22)}`,
      type: 'message',
      role: 'assistant',
      model: this.#options.model,
      stop_reason: tools.length > 0 ? 'tool_use' : 'end_turn',
      stop_sequence: null,
      usage: {
        input_tokens: uncached,
        cache_creation_input_tokens: write,
        cache_read_input_tokens: read,
        cache_creation: { ephemeral_5m_input_tokens: write, ephemeral_1h_input_tokens: 0 },
        output_tokens: output,
        service_tier: 'standard',
      },
    };
    const requestId = `req_${this.#hex(22)}`;
    this.wait(4 + this.#random.next() * 8 + output / 70);
    for (const block of blocks) this.#write({ type: 'assistant', requestId, message: { ...message, content: [block] } });
    this.#lastCall = this.#now;
    this.#cached = this.#context;
    this.#context += output;
    for (const [index, tool] of tools.entries()) {
      this.wait(0.3 + this.#random.next() * 3);
      const block = {
        type: 'tool_result',
        tool_use_id: ids[index],
        content: tool.result,
        ...(tool.isError === true ? { is_error: true } : {}),
      };
      this.#write({ type: 'user', message: { role: 'user', content: [block] } });
      this.#send(tool.result);
    }
    return ids;
  }

  /** The provider was overloaded; Claude Code asks again by itself. */
  apiError(attempt: number): void {
    this.#write({ type: 'system', subtype: 'api_error', level: 'error', retryAttempt: attempt, retryInMs: 1000 * 2 ** attempt });
    this.wait(2 ** attempt);
  }

  compact(summary: string): void {
    const before = this.#context;
    this.#parent = null;
    this.#write({
      type: 'system',
      subtype: 'compact_boundary',
      content: 'Conversation compacted',
      compactMetadata: { trigger: 'manual', preTokens: before },
    });
    this.#write({ type: 'user', isCompactSummary: true, isVisibleInTranscriptOnly: true, message: { role: 'user', content: summary } });
    this.#context = this.#options.basePrompt;
    this.#cached = Math.min(this.#cached, this.#options.basePrompt);
    this.#send(summary);
  }

  #send(text: string): void {
    this.#context += tokensOf(text, claudeFactor) + 4;
  }

  #write(fields: Record<string, unknown>): void {
    const { session, agentId, branch } = this.#options;
    const uuid = this.#uuid();
    const line = {
      parentUuid: this.#parent,
      isSidechain: agentId !== undefined,
      userType: 'external',
      cwd: '/home/mara/slackwater',
      sessionId: session,
      version: '2.1.63',
      gitBranch: branch,
      ...(agentId === undefined ? {} : { agentId }),
      ...fields,
      uuid,
      timestamp: new Date(Math.round(this.#now)).toISOString(),
    };
    this.lines.push(JSON.stringify(line));
    this.#parent = uuid;
  }

  #hex(length: number): string {
    return Array.from({ length }, () => Math.floor(this.#random.next() * 16).toString(16)).join('');
  }

  #letters(length: number): string {
    return Array.from({ length }, () => alphabet[Math.floor(this.#random.next() * 64)]).join('');
  }

  #uuid(): string {
    return `${this.#hex(8)}-${this.#hex(4)}-4${this.#hex(3)}-8${this.#hex(3)}-${this.#hex(12)}`;
  }
}
