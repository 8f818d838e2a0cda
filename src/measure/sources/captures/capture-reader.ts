import { hashText } from '../../../base/content-hash.ts';
import type { Timestamp } from '../../../base/units.ts';
import { mainChain, type CallKey, type ChainId, type EntryKey, type SessionId } from '../../../call/entry.ts';
import { makeFailure, makeInput, makeResponse, makeSession } from '../../../call/make-entry.ts';
import type { SourceLocation } from '../../../call/source-location.ts';
import type { WirePiece } from '../../wire/wire-dialect.ts';
import { providerName } from '../common/provider-name.ts';
import { SegmentList } from '../common/segment-list.ts';
import type { EntrySink } from '../source.ts';
import type { CapturedExchange } from './captured-exchange.ts';
import { HeadBook } from './head-book.ts';
import { hasReasoning, messageIdentity, replyIdentity } from './prompt-identity.ts';

/** A place in a context: the entry that stands there, and a name made of all content up to it. */
interface Place {
  readonly key: EntryKey;
  readonly trail: string;
}

interface Answered extends Place {
  readonly hasReasoning: boolean;
}

interface Chain {
  readonly session: SessionId;
  readonly chain: ChainId;
}

interface Head extends Chain {
  readonly source: 'captures';
  readonly location: SourceLocation;
  readonly time: Timestamp | undefined;
}

/** Which call an exchange became; for whoever wants its request again. */
export interface ReadCall {
  readonly call: CallKey;
  readonly session: SessionId;
}

const longestName = 100;

/** Names that a client chose are kept where they are plain, else their hash. */
const plainName = (name: string): string => (name.length <= longestName && /^[\w.:@-]+$/.test(name) ? name : hashText(name));

const trailFrom = (before: string, identity: string): string => hashText(`${before}\n${identity}`);

const hostOf = (url: string | undefined): string => /^https?:\/\/([^/:?#]+|\[[^\]]+\])/i.exec(url ?? '')?.[1]?.toLowerCase() ?? '';

/** Providers by their address; others are known by the model's name. */
const hosts: readonly (readonly [RegExp, string])[] = [
  [/(^|\.)anthropic\.com$/, 'anthropic'],
  [/(^|\.)openai\.com$/, 'openai'],
  [/(^|\.)openai\.azure\.com$/, 'azure'],
  [/(^|\.)googleapis\.com$/, 'google'],
  [/(^|\.)openrouter\.ai$/, 'openrouter'],
  [/(^|\.)amazonaws\.com$/, 'aws'],
  [/(^|\.)deepseek\.com$/, 'deepseek'],
  [/(^|\.)groq\.com$/, 'groq'],
  [/(^|\.)mistral\.ai$/, 'mistral'],
  [/(^|\.)x\.ai$/, 'x-ai'],
];

/**
 * Turns exchanges into entries. A request repeats its whole prompt; every message becomes one entry that is named by all
 * content up to it, so that what a later request repeats is the same entry, carried, and what differs branches off.
 */
export class CaptureReader {
  readonly #sink: EntrySink;
  readonly #emitted = new Set<EntryKey>();
  readonly #heads = new Map<string, HeadBook>();
  readonly #mainOf = new Map<SessionId, string>();
  readonly #answers = new Map<string, Answered>();
  readonly #byResponse = new Map<string, Place & Chain>();
  readonly #calls = new Map<string, number>();

  constructor(sink: EntrySink) {
    this.#sink = sink;
  }

  /** Emits what an exchange adds. Undefined where it was no call: nothing was answered. */
  read(exchange: CapturedExchange, location: SourceLocation): ReadCall | undefined {
    const { request, time } = exchange;
    const before = request.previousResponse === undefined ? undefined : this.#byResponse.get(request.previousResponse);
    const chain = before ?? this.#chainOf(exchange);
    const head: Head = { source: 'captures', session: chain.session, chain: chain.chain, time, location };
    const place = this.#readPrompt(exchange, head, before);
    return this.#readResponse(exchange, head, place);
  }

  /** A session by the id that the client gives it, or by the first message of the person; in it a chain by that message. */
  #chainOf({ session: stated, request }: CapturedExchange): Chain {
    const first = request.messages.find(({ role }) => role === 'user') ?? request.messages[0];
    const opening = hashText(first === undefined ? '' : messageIdentity(first));
    const session = `captures:${stated === undefined ? opening : plainName(stated)}` as SessionId;
    const main = this.#mainOf.get(session) ?? opening;
    this.#mainOf.set(session, main);
    return { session, chain: main === opening ? mainChain : (opening.slice(0, 8) as ChainId) };
  }

  #readPrompt({ request }: CapturedExchange, head: Head, before: Place | undefined): Place {
    const leading = before === undefined ? request.messages.findIndex(({ role }) => role !== 'system') : 0;
    const systems = request.messages.slice(0, leading === -1 ? request.messages.length : leading);
    const pieces = before === undefined ? [...request.tools, ...systems.flatMap((message) => message.pieces)] : [];
    const { place: start, added } = before === undefined ? this.#readHead(pieces, head) : { place: before, added: [] };
    const rest = request.messages.slice(systems.length);
    let place = start;
    for (const [index, message] of rest.entries()) {
      const trail = trailFrom(place.trail, messageIdentity(message));
      const key = `${head.session}/${trail}` as EntryKey;
      const answer = message.role === 'assistant' ? this.#answers.get(trail) : undefined;
      // Reasoning that is not sent again has left: the message is then another than the response.
      const isSame = answer !== undefined && answer.hasReasoning === hasReasoning(message.pieces);
      if (isSame) {
        place = { key: answer.key, trail };
        continue;
      }
      const isLast = index === rest.length - 1;
      const parent = isLast && added.length > 0 ? this.#emitInput(head, `${key}/added`, place.key, added, false) : place.key;
      place = { key: this.#emitInput(head, key, parent, message.pieces, message.role === 'user'), trail };
    }
    return place;
  }

  #readHead(pieces: readonly WirePiece[], head: Head): { readonly place: Place; readonly added: readonly WirePiece[] } {
    const name = `${head.session}/${head.chain}`;
    let book = this.#heads.get(name);
    if (book === undefined) this.#heads.set(name, (book = new HeadBook()));
    const found = book.find(pieces, (hashes) => `${name}/${hashText(hashes.toSorted().join('\n'))}` as EntryKey);
    if (found.isNew) {
      if (head.chain !== mainChain) {
        const key = `${name}/chain` as EntryKey;
        this.#sink.entry(makeSession({ ...head, key, parent: 'previous', agentType: 'further conversation' }));
      }
      const segments = segmentsOf(found.key, pieces);
      this.#sink.entry(makeInput({ ...head, key: found.key, parent: 'root', startsTurn: false, segments }));
    }
    return { place: { key: found.key, trail: hashText(found.key) }, added: found.added };
  }

  #emitInput(head: Head, name: string, parent: EntryKey, pieces: readonly WirePiece[], startsTurn: boolean): EntryKey {
    const key = name as EntryKey;
    if (this.#emitted.has(key)) return key;
    this.#emitted.add(key);
    this.#sink.entry(makeInput({ ...head, key, parent, startsTurn, segments: segmentsOf(key, pieces) }));
    return key;
  }

  #readResponse(exchange: CapturedExchange, head: Head, place: Place): ReadCall | undefined {
    const { response, failure, request, ended, url } = exchange;
    const timed = { ...head, time: ended ?? head.time };
    const shown = response === undefined ? '' : JSON.stringify([response.usage, replyIdentity(response.pieces)]);
    const name = hashText([response?.id ?? '', place.trail, head.time ?? '', shown, failure?.reason ?? ''].join('\n'));
    const times = (this.#calls.get(name) ?? 0) + 1;
    this.#calls.set(name, times);
    const key = `captures:call:${name}${times === 1 ? '' : `:${times}`}` as EntryKey;
    if (failure !== undefined) {
      const failed = `${key}/failure` as EntryKey;
      this.#sink.entry(makeFailure({ ...timed, key: failed, parent: place.key, reason: failure.reason }));
    }
    if (response === undefined) return undefined;
    const model = response.model ?? request.model;
    const provider = providerOf(url, model);
    const { stopReason, serviceTier, speed } = response;
    this.#sink.entry(
      makeResponse({
        ...timed,
        key,
        call: key as string as CallKey,
        parent: place.key,
        origin: 'transcript',
        usage: response.usage,
        segments: segmentsOf(key, response.pieces),
        model,
        provider,
        stopReason,
        serviceTier,
        speed,
      }),
    );
    const trail = trailFrom(place.trail, replyIdentity(response.pieces));
    this.#answers.set(trail, { key, trail, hasReasoning: hasReasoning(response.pieces) });
    if (response.id !== undefined) this.#byResponse.set(response.id, { key, trail, session: head.session, chain: head.chain });
    return { call: key as string as CallKey, session: head.session };
  }
}

function segmentsOf(key: EntryKey, pieces: readonly WirePiece[]): SegmentList['segments'] {
  const list = new SegmentList(key);
  for (const piece of pieces) list.add(piece);
  return list.segments;
}

/** Whose prices hold; a model of one's own machine that no company sells has none. */
function providerOf(url: string | undefined, model: string | undefined): string | undefined {
  const host = hostOf(url);
  const named = hosts.find(([pattern]) => pattern.test(host))?.[1];
  return providerName(named, model);
}
