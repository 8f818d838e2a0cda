import { hashText } from '../../../base/content-hash.ts';
import type { Timestamp } from '../../../base/units.ts';
import type { CallKey, Entry, EntryKey, FailureEntry } from '../../../call/entry.ts';
import { makeCompaction, makeFailure, makeInput, makeResponse, makeSession } from '../../../call/make-entry.ts';
import type { SourceLocation } from '../../../call/source-location.ts';
import { unknownUsage, type Usage } from '../../../call/usage.ts';
import type { Fields } from '../common/fields.ts';
import { providerName } from '../common/provider-name.ts';
import { SegmentList, type NewSegment } from '../common/segment-list.ts';
import type { EntrySink, ReadPosition } from '../source.ts';
import type { ReaderState } from './reader-state.ts';
import { PendingResponse, type PendingPiece } from './pending-response.ts';
import { readItem, toolSchemas, type ItemContent } from './response-item.ts';
import { isUuid, readThread, sessionOf, unknownThread, uuidTime, type Thread } from './thread.ts';
import { billedBy, readVector, usageOf, vectorText, type TokenVector } from './token-vector.ts';

const mostTurnStarts = 50;
/** Calls without a result that are still waited for when a turn begins. */
const mostOpenCalls = 100;
/** Copied lines of old rollouts carry no turn times: they stand at the top, each this close to the one before it. */
const copyPause = 1000;

/** Turns the lines of one rollout file into entries. */
export class RolloutReader {
  readonly state: ReaderState;
  readonly #sink: EntrySink;
  readonly #pending = new PendingResponse();
  #named: { readonly model: string | undefined; readonly stated: string | undefined; readonly name: string | undefined } | undefined;

  constructor(state: ReaderState, sink: EntrySink) {
    this.state = state;
    this.#sink = sink;
  }

  /** Where to go on: before the first response whose bill has not come yet, else at the end of what was read. */
  positionAfter(end: ReadPosition): ReadPosition {
    return this.#pending.resume ?? { ...end, state: JSON.stringify(this.state) };
  }

  /** Throws `WrongShape` for a line that is not as it must be; nothing of it is then emitted. */
  readLine(line: Fields, location: SourceLocation): void {
    const time = line.time('timestamp');
    const type = line.requiredName('type');
    switch (type) {
      case 'session_meta':
        this.#readMeta(line.requiredFields('payload'), time, location);
        break;
      case 'turn_context':
        this.#readTurnContext(line.requiredFields('payload'), time);
        break;
      case 'response_item':
        this.#endCopyByTime(time);
        this.#readItem(line.requiredFields('payload'), time, location);
        break;
      case 'event_msg':
        this.#endCopyByTime(time);
        this.#readEvent(line.requiredFields('payload'), time, location);
        break;
      case 'compacted':
        this.#readCompacted(line.requiredFields('payload'), time, location);
        break;
      default:
        if (type.startsWith('inter_agent')) this.#endCopy();
    }
    if (time !== undefined) this.state.lastLineTime = time;
  }

  #readMeta(meta: Fields, time: Timestamp | undefined, location: SourceLocation): void {
    const { state } = this;
    const thread = readThread(meta, time);
    const base = meta.fields('base_instructions');
    const instructions = base?.text('text');
    const tools = toolSchemas(meta.list('dynamic_tools'), meta.pathOf('dynamic_tools'));
    const directory = meta.name('cwd');
    const version = meta.name('cli_version');
    const branch = meta.fields('git')?.name('branch');
    const provider = meta.name('model_provider');
    if (state.thread === undefined) {
      state.thread = thread;
      state.inherited = thread.parent !== undefined;
    } else if (thread.id !== state.thread.id) {
      if (!state.ancestors.some((each) => each.id === thread.id)) state.ancestors.push(thread);
      state.owner = thread.id;
    }
    state.provider ??= provider ?? 'openai';
    const { session, chain } = thread;
    const head = { source: 'codex', session, chain, parent: 'previous', location, time } as const;
    const parentSession = thread.parent === undefined ? undefined : sessionOf(thread.parent);
    this.#sink.entry(
      makeSession({
        ...head,
        key: `codex:${thread.id}/meta` as EntryKey,
        directory,
        gitBranch: branch,
        agentVersion: version,
        agentType: thread.agentType,
        parentSession: parentSession === session ? undefined : parentSession,
      }),
    );
    const prompt: NewSegment[] = [
      ...(instructions === undefined
        ? []
        : [{ kind: 'system', label: 'base instructions', part: 'payload.base_instructions.text', text: instructions } as const]),
      ...tools,
    ];
    if (prompt.length === 0) return;
    const key = `codex:${thread.id}/prompt:${hashText(prompt.map(({ text }) => text ?? '').join('\n'))}` as EntryKey;
    this.#emit(makeInput({ ...head, key, segments: segmentsOf(key, prompt), startsTurn: false }));
  }

  #readTurnContext(context: Fields, time: Timestamp | undefined): void {
    const model = context.name('model');
    const turn = context.name('turn_id');
    const serviceTier = context.name('service_tier');
    this.#beginTurn(turn, undefined);
    this.#endCopyByTime(time);
    if (model !== undefined) this.state.model = model;
    if (serviceTier !== undefined) this.state.serviceTier = serviceTier === 'fast' ? 'priority' : serviceTier;
  }

  #readEvent(event: Fields, time: Timestamp | undefined, location: SourceLocation): void {
    const type = event.text('type') ?? '';
    switch (type) {
      case 'token_count':
        this.#readTokenCount(event, time, location);
        break;
      case 'task_started':
      case 'turn_started':
        this.#beginTurn(event.name('turn_id'), event.number('started_at'));
        break;
      case 'turn_aborted':
        this.#pending.noteTurn();
        this.#fail('aborted', time, location);
        break;
      case 'error':
        this.#fail(/rate|limit|quota|usage/i.test(event.text('message') ?? '') ? 'rate-limit' : 'api-error', time, location);
        break;
      case 'context_compacted':
        if (!this.state.compacted) this.#compact([], time, location);
        this.state.compacted = false;
        break;
      case 'thread_rolled_back':
        this.#rollBack(event.count('num_turns') ?? 0);
        break;
      default:
        if (type.startsWith('inter_agent')) this.#endCopy();
    }
  }

  /** A turn whose id or start tells that it began after this thread did is the thread's own: what follows is no copy. */
  #beginTurn(turn: string | undefined, startedAt: number | undefined): void {
    const { state } = this;
    const began = (turn === undefined ? undefined : uuidTime(turn)) ?? (startedAt === undefined ? undefined : startedAt * 1000 + 999);
    if (state.inherited && began !== undefined) {
      state.timedTurns = true;
      if (began >= (state.thread?.created ?? 0)) this.#endCopy();
      else state.owner = this.#ownerAt(began);
    }
    if (turn === undefined || turn === state.turn) return;
    state.turn = turn;
    state.occurrences = {};
    for (const call of Object.keys(state.openCalls).slice(0, -mostOpenCalls)) delete state.openCalls[call];
    this.#pending.noteTurn();
  }

  #ownerAt(began: number): string {
    const { ancestors, thread, owner } = this.state;
    const older = ancestors.filter(({ created }) => created !== undefined && created <= began);
    const latest = older.toSorted((one, other) => (one.created ?? 0) - (other.created ?? 0)).at(-1);
    return latest?.id ?? owner ?? thread?.parent ?? '';
  }

  #endCopyByTime(time: Timestamp | undefined): void {
    const { state } = this;
    if (!state.inherited || state.timedTurns || time === undefined) return;
    const created = state.thread?.created ?? 0;
    if (time - Math.max(created, state.lastLineTime ?? 0) > copyPause) this.#endCopy();
  }

  #endCopy(): void {
    const { state } = this;
    if (!state.inherited) return;
    state.inherited = false;
    delete state.owner;
    if (state.thread?.isSubagent !== true && state.lastEntry !== undefined) state.continues = state.lastEntry;
    state.turnStarts = [];
  }

  /** The thread that the lines at hand belong to. */
  get #owner(): Thread {
    const { thread, inherited, owner, ancestors } = this.state;
    if (thread === undefined) return unknownThread('unknown');
    if (!inherited) return thread;
    const id = owner ?? thread.parent ?? thread.id;
    return ancestors.find((each) => each.id === id) ?? unknownThread(id);
  }

  /** First part of the keys of what the lines at hand tell: the same wherever they are copied to. */
  get #scope(): string {
    const { turn } = this.state;
    if (turn === undefined) return `codex:${this.#owner.id}`;
    return isUuid(turn) ? `codex:${turn}` : `codex:${this.#owner.id}/${turn}`;
  }

  #keyOf(identity: string, unique = false): EntryKey {
    const name = identity.length <= 80 ? identity : hashText(identity);
    if (unique) return `${this.#scope}/${name}` as EntryKey;
    const { occurrences } = this.state;
    const seen = occurrences[name] ?? 0;
    occurrences[name] = seen + 1;
    return `${this.#scope}/${name}${seen === 0 ? '' : `~${seen}`}` as EntryKey;
  }

  /** A sub-agent got its copy as input of its own; elsewhere a copy is its original, told again. */
  get #copiesAreInput(): boolean {
    return this.state.inherited && this.state.thread?.isSubagent === true;
  }

  #readItem(item: Fields, time: Timestamp | undefined, location: SourceLocation): void {
    const { state } = this;
    const content = readItem(item, state.openCalls);
    if (content === undefined) return;
    if (this.#copiesAreInput) {
      if (content.isMessage) this.#emitCopy(content, time, location);
      return;
    }
    if (content.by === 'model') {
      this.#pending.begin(location, state);
      this.#pending.add({ key: this.#keyOf(content.identity, content.unique), item: content, time, location });
      if (content.toolCall?.call !== undefined) state.openCalls[content.toolCall.call] = content.toolCall;
      return;
    }
    this.#pending.noteInput();
    if (content.startsTurn && state.lastEntry !== undefined) {
      state.turnStarts = [...state.turnStarts, state.lastEntry].slice(-mostTurnStarts);
    }
    const key = this.#keyOf(content.identity, content.unique);
    const segments = segmentsOf(key, content.segments);
    if (content.resultOf !== undefined) delete state.openCalls[content.resultOf];
    if (segments.length === 0) return;
    this.#emit(makeInput({ ...this.#head(key, time, location), segments, startsTurn: content.startsTurn }));
  }

  #emitCopy(content: ItemContent, time: Timestamp | undefined, location: SourceLocation): void {
    const thread = this.state.thread!;
    const key = `codex:${thread.id}/copied:${this.#keyOf(content.identity)}` as EntryKey;
    const head = { key, source: 'codex', session: thread.session, chain: thread.chain, parent: 'previous', time, location } as const;
    const segments = segmentsOf(key, content.segments);
    if (segments.length === 0) return;
    this.#sink.entry(makeInput({ ...head, segments, startsTurn: false }));
  }

  #readTokenCount(event: Fields, time: Timestamp | undefined, location: SourceLocation): void {
    const { state } = this;
    const info = event.fields('info');
    if (info === undefined) return;
    const lastFields = info.fields('last_token_usage');
    const totalFields = info.fields('total_token_usage');
    const last = lastFields === undefined ? undefined : readVector(lastFields);
    const total = totalFields === undefined ? last : readVector(totalFields);
    if (total === undefined) return;
    const billed = billedBy(total, last, state.total, state.thread?.parent !== undefined);
    state.total = total;
    if (billed.request === undefined) return;
    const { cutOff, request } = this.#pending.take(billed.lost !== undefined);
    if (billed.lost === undefined) this.#emitUnbilled(cutOff);
    else this.#emitCall(cutOff, billed.lost, time, location);
    this.#emitCall(request, billed.request, time, location);
  }

  #emitCall(
    pieces: readonly PendingPiece[],
    { bill, total }: { readonly bill: TokenVector; readonly total: TokenVector },
    time: Timestamp | undefined,
    location: SourceLocation,
  ): void {
    const name = vectorText(total);
    const call = `${this.#scope}/${name}` as CallKey;
    for (const piece of pieces) this.#emitPiece(piece, call);
    this.#emitResponse(`${this.#scope}/count:${name}` as EntryKey, call, usageOf(bill), [], time, location);
  }

  /** A response that was cut off: billed perhaps, but no line says how much. */
  #emitUnbilled(pieces: readonly PendingPiece[]): void {
    const first = pieces[0];
    if (first === undefined) return;
    for (const piece of pieces) this.#emitPiece(piece, `${first.key}/cut-off` as CallKey);
  }

  #emitPiece({ key, item, time, location }: PendingPiece, call: CallKey): void {
    this.#emitResponse(key, call, unknownUsage, item.segments, time, location);
  }

  #emitResponse(
    key: EntryKey,
    call: CallKey,
    usage: Usage,
    segments: readonly NewSegment[],
    time: Timestamp | undefined,
    location: SourceLocation,
  ): void {
    const { model, serviceTier } = this.state;
    this.#emit(
      makeResponse({
        ...this.#head(key, time, location),
        segments: segmentsOf(key, segments),
        call,
        origin: 'transcript',
        model,
        provider: this.#providerFor(model),
        usage,
        serviceTier,
      }),
    );
  }

  #readCompacted(compacted: Fields, time: Timestamp | undefined, location: SourceLocation): void {
    const message = compacted.text('message');
    const kept = compacted.fieldsList('replacement_history').flatMap((item): readonly NewSegment[] => {
      const cipher = item.text('encrypted_content');
      const type = item.text('type') ?? '';
      if (type.includes('compaction') || type.includes('summary')) {
        return [{ kind: 'summary', label: 'compaction', part: item.pathOf('encrypted_content'), hiddenCharacters: cipher?.length ?? 0 }];
      }
      return readItem(item, {})?.segments ?? [];
    });
    const hasSummary = message !== undefined && message !== '' && !kept.some(({ text }) => text === message);
    const summary: NewSegment[] = hasSummary
      ? [{ kind: 'summary', label: 'compaction', part: compacted.pathOf('message'), text: message }]
      : [];
    this.#compact([...kept, ...summary], time, location);
    this.state.compacted = true;
  }

  #compact(content: readonly NewSegment[], time: Timestamp | undefined, location: SourceLocation): void {
    const key = this.#keyOf('compacted');
    const entry = makeCompaction({ ...this.#head(key, time, location), scope: 'all', segments: segmentsOf(key, content) });
    if (!this.#copiesAreInput) this.#emit(entry);
    this.state.turnStarts = [];
  }

  #rollBack(turns: number): void {
    const { state } = this;
    const back = turns === 0 ? undefined : state.turnStarts.at(-turns);
    if (back === undefined) return;
    state.turnStarts = state.turnStarts.slice(0, -turns);
    state.continues = back;
  }

  #fail(reason: FailureEntry['reason'], time: Timestamp | undefined, location: SourceLocation): void {
    if (this.#copiesAreInput) return;
    this.#sink.entry(makeFailure({ ...this.#head(this.#keyOf(reason), time, location), reason }));
  }

  get #parent(): EntryKey | 'previous' {
    const { continues, inherited } = this.state;
    return continues !== undefined && !inherited ? continues : 'previous';
  }

  /** The name of the provider, which is the same for most calls of a file. */
  #providerFor(model: string | undefined): string | undefined {
    const stated = this.state.provider;
    let named = this.#named;
    if (named === undefined || named.model !== model || named.stated !== stated) {
      named = { model, stated, name: providerName(stated, model) };
      this.#named = named;
    }
    return named.name;
  }

  #head(key: EntryKey, time: Timestamp | undefined, location: SourceLocation) {
    const { session, chain } = this.#owner;
    return { key, source: 'codex' as const, session, chain, parent: this.#parent, time, location };
  }

  #emit(entry: Entry): void {
    this.state.lastEntry = entry.key;
    if (entry.parent !== 'previous') delete this.state.continues;
    this.#sink.entry(entry);
  }
}

function segmentsOf(key: EntryKey, content: readonly NewSegment[]) {
  const list = new SegmentList(key);
  for (const segment of content) list.add(segment);
  return list.segments;
}
