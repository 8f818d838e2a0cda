import { hashText } from '../src/base/content-hash.ts';
import { bytes, timestamp, tokens, type Timestamp } from '../src/base/units.ts';
import { characterClassNames } from '../src/call/character-classes.ts';
import { mainChain, type CallKey, type ChainId, type Entry, type EntryKey, type InputEntry, type SessionId } from '../src/call/entry.ts';
import type { SegmentKind } from '../src/call/segment-kind.ts';
import type { Segment, SegmentId, TextProfile, ToolCallId, ToolUse } from '../src/call/segment.ts';
import type { GroupId, SessionGroup } from '../src/call/session-group.ts';
import type { Usage } from '../src/call/usage.ts';

export interface DrawOptions {
  readonly session?: string;
  readonly chain?: string;
  readonly model?: string;
  readonly provider?: string;
  /** Tier that new input is written to; `none`: nothing is cached. */
  readonly cache?: '5m' | '1h' | 'none';
  readonly start?: Timestamp;
  /** Entries of an earlier drawing that this one continues (a fork or a resumed session): its context comes first. */
  readonly after?: SessionGroup;
}

const minute = 60_000;
const actions: Readonly<Record<string, NonNullable<ToolUse['action']>>> = {
  Read: 'read',
  Write: 'write',
  Edit: 'edit',
  Grep: 'search',
  Glob: 'search',
  Bash: 'run',
  WebFetch: 'fetch',
  Task: 'spawn',
};

/** 32-bit line hashes of a made-up text: `lines=40` names 40 lines, `same=30` of them shared by every version. */
function lineHashesOf(name: string, lines: number, same: number, version: string): Uint32Array {
  return Uint32Array.from({ length: lines }, (_, line) =>
    Number.parseInt(hashText(line < same ? `${name}:${line}` : `${name}:${line}:${version}`).slice(0, 8), 16),
  );
}

interface Part {
  readonly word: string;
  readonly name: string | undefined;
  readonly target: string | undefined;
  readonly size: number;
  readonly options: Readonly<Record<string, string>>;
}

function parsePart(text: string): Part {
  const [head = '', ...rest] = text.trim().split(/\s+/);
  const [word = '', name] = head.split(':');
  const options: Record<string, string> = {};
  const plain: string[] = [];
  for (const piece of rest) {
    const equals = /^(\w+)=(.*)$/.exec(piece);
    if (equals === null) plain.push(piece);
    else options[equals[1] as string] = equals[2] as string;
  }
  const size = /^\d+$/.test(plain.at(-1) ?? '') ? Number(plain.pop()) : 0;
  return { word, name, target: plain.length > 0 ? plain.join(' ') : undefined, size, options };
}

/**
 * A session drawn as a line of text, with a bill that adds up: `callsFrom('sys 900 | user 40 | tool:Read a.ts 2100 | answer 80')`.
 *
 * Parts, separated by `|`; numbers are tokens, which every segment states, so that an estimate of it is exact:
 * - `sys N`, `tools N`, `doc NAME N`, `user N` (starts a turn), `inject N` (a reminder), `hidden N` (billed, in no entry): input
 * - `think N`: reasoning of the next response; `say N`: text of the next response
 * - `tool:NAME TARGET N`: a call that asks for a tool, and then its result of N tokens. `call=60` size of the request,
 *   `v=2` another content, `error` result is an error, `action=read|write|...`, `server=github`, `range=1-50`,
 *   `lines=40 same=30` line hashes on both request and result; `+tool:...` asked for in the same response
 * - `answer N`: a call that ends the turn
 * - `compact N`: the context becomes a summary; `clear`: old tool results leave; `drop`: old reasoning leaves the bill
 * - `wait 10m`, `wait 2h`, `wait 30s`; `model NAME`; `lose`: the next call finds no cache; `fail`: a failed request
 * - on `tool` and `answer`: `read= w5= w1= unsplit= uncached= out=` overwrite the bill; `logged=1` writes a placeholder
 */
export function callsFrom(drawing: string, options: DrawOptions = {}): SessionGroup {
  return new Drawing(options).draw(drawing);
}

interface ContextItem {
  readonly kind: SegmentKind;
  readonly tokens: number;
  readonly call?: ToolCallId;
}

class Drawing {
  readonly #entries: Entry[] = [];
  readonly #session: SessionId;
  readonly #chain: ChainId;
  readonly #provider: string;
  readonly #cache: '5m' | '1h' | 'none';
  readonly #before: SessionGroup | undefined;
  #model: string;
  #time: number;
  #parent: EntryKey | 'root' = 'root';
  #context: ContextItem[] = [];
  #cached = 0;
  #cachedAt = 0;
  #response: { kind: SegmentKind; size: number }[] = [];
  #calls = 0;

  constructor(options: DrawOptions) {
    this.#session = `claude-code:${options.session ?? 's1'}` as SessionId;
    this.#chain = (options.chain ?? mainChain) as ChainId;
    this.#model = options.model ?? 'claude-sonnet-4-5-20250929';
    this.#provider = options.provider ?? 'anthropic';
    this.#cache = options.cache ?? '5m';
    this.#before = options.after;
    this.#time = options.start ?? Date.UTC(2026, 0, 5, 9);
    if (options.after !== undefined) {
      this.#parent = (options.after.entries.at(-1) as Entry).key;
      for (const entry of options.after.entries) {
        if (!('segments' in entry)) continue;
        for (const segment of entry.segments) this.#context.push({ kind: segment.kind, tokens: segment.statedTokens ?? 0 });
      }
    }
  }

  draw(drawing: string): SessionGroup {
    const parts = drawing
      .split('|')
      .map((text) => text.trim())
      .filter((text) => text !== '');
    for (let index = 0; index < parts.length; index++) {
      const part = parsePart(parts[index] as string);
      if (part.word !== 'tool') {
        this.#drawPart(part);
        continue;
      }
      const together = [part];
      while ((parts[index + 1] ?? '').startsWith('+tool:')) together.push(parsePart((parts[++index] as string).slice(1)));
      this.#drawTools(together);
    }
    const entries = [...(this.#before?.entries ?? []), ...this.#entries];
    const sessions = [...new Set(entries.map((entry) => entry.session))].sort();
    return { id: sessions[0] as string as GroupId, sessions, entries };
  }

  #head(): Pick<InputEntry, 'key' | 'source' | 'session' | 'chain' | 'parent' | 'time' | 'location'> {
    const line = this.#entries.length + 1;
    const key = `${this.#session}/${this.#chain}:${line}` as EntryKey;
    const head = {
      key,
      source: 'claude-code',
      session: this.#session,
      chain: this.#chain,
      parent: this.#parent,
      time: timestamp(this.#time),
      location: { file: `/drawn/${this.#session}/${this.#chain}.jsonl`, offset: bytes(line * 1000), length: bytes(999), line },
    } as const;
    this.#parent = key;
    this.#time += 1000;
    return head;
  }

  #segment(
    key: EntryKey,
    index: number,
    kind: SegmentKind,
    size: number,
    more: Partial<Segment> & { readonly text?: TextProfile },
  ): Segment {
    const text = more.text ?? profile(`${key}#${index}`, size);
    return {
      id: `${key}#${index}` as SegmentId,
      kind,
      part: `content.${index}`,
      statedTokens: tokens(size),
      ...more,
      text,
    };
  }

  #input(kind: SegmentKind, size: number, startsTurn: boolean, label?: string, hashName?: string): void {
    const head = this.#head();
    const more = { ...(label === undefined ? {} : { label }), ...(hashName === undefined ? {} : { text: profile(hashName, size) }) };
    this.#entries.push({ ...head, type: 'input', startsTurn, segments: [this.#segment(head.key, 0, kind, size, more)] });
    this.#context.push({ kind, tokens: size });
  }

  #drawPart(part: Part): void {
    switch (part.word) {
      case 'sys':
        return this.#input('system', part.size, false);
      case 'tools':
        return this.#input('tools', part.size, false, part.target);
      case 'doc':
        return this.#input('document', part.size, false, part.target, `${part.target}@${part.options['v'] ?? 1}`);
      case 'inject':
        return this.#input('system', part.size, false, part.target ?? 'system reminder');
      case 'user':
        return this.#input('user', part.size, true);
      case 'hidden':
        this.#context.push({ kind: 'unseen', tokens: part.size });
        return;
      case 'think':
        this.#response.push({ kind: 'reasoning', size: part.size });
        return;
      case 'say':
        this.#response.push({ kind: 'answer', size: part.size });
        return;
      case 'answer':
        this.#response.push({ kind: 'answer', size: part.size });
        this.#call([], part.options, 'end_turn');
        return;
      case 'compact':
        return this.#compact(part.size);
      case 'clear':
        return this.#clear();
      case 'drop':
        this.#context = this.#context.filter((item) => item.kind !== 'reasoning');
        return;
      case 'lose':
        this.#cached = 0;
        return;
      case 'wait':
        this.#time += durationOf(part.target ?? '');
        return;
      case 'model':
        this.#model = part.target ?? this.#model;
        this.#cached = 0;
        return;
      case 'fail': {
        this.#entries.push({ ...this.#head(), type: 'failure', reason: 'api-error' });
        return;
      }
      default:
        throw new Error(`callsFrom: no part is called "${part.word}"`);
    }
  }

  #compact(size: number): void {
    const head = this.#head();
    const before = this.#context.reduce((sum, item) => sum + item.tokens, 0);
    const segments = [this.#segment(head.key, 0, 'summary', size, {})];
    this.#entries.push({ ...head, type: 'compaction', scope: 'all', trigger: 'auto', tokensBefore: tokens(before), segments });
    const kept = this.#context.filter((item, index) => ['system', 'tools'].includes(item.kind) || (item.kind === 'unseen' && index === 0));
    this.#context = [...kept, { kind: 'summary', tokens: size }];
    this.#cached = Math.min(
      this.#cached,
      kept.reduce((sum, item) => sum + item.tokens, 0),
    );
  }

  #clear(): void {
    const first = this.#context.findIndex((item) => item.kind === 'tool-result');
    const cleared = this.#context.flatMap((item) => (item.kind === 'tool-result' && item.call !== undefined ? [item.call] : []));
    const saved = this.#context.reduce((sum, item) => sum + (item.kind === 'tool-result' ? item.tokens : 0), 0);
    this.#entries.push({ ...this.#head(), type: 'compaction', scope: 'tool-results', cleared, tokensSaved: tokens(saved), segments: [] });
    const kept = this.#context.slice(0, Math.max(first, 0)).reduce((sum, item) => sum + item.tokens, 0);
    if (first >= 0) this.#cached = Math.min(this.#cached, kept);
    this.#context = this.#context.filter((item) => item.kind !== 'tool-result');
  }

  #drawTools(parts: readonly Part[]): void {
    const ids = parts.map((_, index) => `${this.#session}/call-${this.#calls}-${index}` as ToolCallId);
    const uses = parts.map((part, index): ToolUse => {
      const name = part.name ?? 'Bash';
      const action = (part.options['action'] as ToolUse['action']) ?? actions[name] ?? 'other';
      return {
        call: ids[index],
        name,
        action,
        ...(part.target === undefined ? {} : { target: part.target.replace(/ error$/, '') }),
        ...(part.options['server'] === undefined ? {} : { server: part.options['server'] }),
        ...(part.options['range'] === undefined ? {} : { range: part.options['range'] }),
      };
    });
    const asked = parts.map((part, index) => ({
      size: Number(part.options['call'] ?? 60),
      use: uses[index] as ToolUse,
      lines: lines(part),
    }));
    this.#call(asked, parts[0]?.options ?? {}, 'tool_use');
    for (const [index, part] of parts.entries()) {
      const head = this.#head();
      const use = uses[index] as ToolUse;
      const isError = (part.target ?? '').endsWith(' error') || part.options['error'] !== undefined;
      const name = `${use.name}:${use.target ?? index}@${part.options['v'] ?? 1}${part.target === undefined ? head.key : ''}`;
      const text: TextProfile = { ...profile(name, part.size), ...lines(part) };
      const tool = { ...use, ...(isError ? { isError } : {}) };
      const segment = this.#segment(head.key, 0, 'tool-result', part.size, { tool, label: use.name, text });
      this.#entries.push({ ...head, type: 'input', startsTurn: false, segments: [segment] });
      this.#context.push({ kind: 'tool-result', tokens: part.size, call: ids[index] as ToolCallId });
    }
  }

  #call(
    asked: readonly { size: number; use: ToolUse; lines: { lineHashes?: Uint32Array } }[],
    options: Part['options'],
    stopReason: string,
  ): void {
    this.#calls++;
    this.#time += 4000;
    const head = this.#head();
    const input = this.#context.reduce((sum, item) => sum + item.tokens, 0);
    const said = this.#response.splice(0);
    const segments = said.map(({ kind, size }, index) => this.#segment(head.key, index, kind, size, {}));
    for (const { size, use, lines } of asked) {
      const text = { ...profile(`${head.key}#${segments.length}`, size), ...lines };
      segments.push(this.#segment(head.key, segments.length, 'tool-call', size, { tool: use, label: use.name, text }));
    }
    const output = segments.reduce((sum, segment) => sum + (segment.statedTokens ?? 0), 0);
    const isPlaceholder = options['logged'] !== undefined;
    this.#entries.push({
      ...head,
      type: 'response',
      call: `claude-code:${this.#session}/${this.#chain}/msg-${this.#calls}` as CallKey,
      origin: this.#chain === mainChain ? 'transcript' : 'sidechain',
      model: this.#model,
      provider: this.#provider,
      usage: this.#usage(input, isPlaceholder ? Number(options['logged']) : output, options),
      ...(isPlaceholder ? {} : { stopReason }),
      visibleCharacters: output * 4,
      segments,
    });
    for (const segment of segments) this.#context.push({ kind: segment.kind, tokens: segment.statedTokens ?? 0 });
    this.#cachedAt = this.#time;
  }

  #usage(input: number, output: number, options: Part['options']): Usage {
    const lifetime = this.#cache === '1h' ? 60 * minute : 5 * minute;
    const expired = this.#time - this.#cachedAt > lifetime;
    const read = this.#cache === 'none' || expired ? 0 : Math.min(this.#cached, input);
    const written = this.#cache === 'none' ? 0 : input - read;
    this.#cached = this.#cache === 'none' ? 0 : input;
    const given = (name: string, value: number): number => (options[name] === undefined ? value : Number(options[name]));
    const unsplit = given('unsplit', 0);
    return {
      inputUncached: tokens(given('uncached', this.#cache === 'none' ? input : 0)),
      cacheRead: tokens(given('read', read)),
      cacheWrite5m: tokens(given('w5', this.#cache === '5m' ? written : 0)),
      cacheWrite1h: tokens(given('w1', this.#cache === '1h' ? written : 0)),
      ...(unsplit === 0 ? {} : { cacheWriteUnsplit: tokens(unsplit) }),
      output: tokens(given('out', output)),
    };
  }
}

function lines(part: Part): { lineHashes?: Uint32Array } {
  const count = part.options['lines'];
  if (count === undefined) return {};
  const same = Number(part.options['same'] ?? count);
  return { lineHashes: lineHashesOf(part.target ?? '', Number(count), same, part.options['v'] ?? '1') };
}

/** A made-up text whose classes are all short words: one a token. */
function profile(name: string, size: number): TextProfile {
  const classes = characterClassNames.map((name) => (name === 'shortWords' ? size : 0));
  return { hash: hashText(name), characters: size * 4, classes };
}

function durationOf(text: string): number {
  const match = /^(\d+)(s|m|h)$/.exec(text);
  if (match === null) throw new Error(`callsFrom: "wait ${text}" is no duration such as 90s, 10m, 2h`);
  return Number(match[1]) * { s: 1000, m: minute, h: 60 * minute }[match[2] as 's' | 'm' | 'h'];
}
