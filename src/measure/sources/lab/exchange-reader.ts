import { timestamp, type Timestamp, type Tokens } from '../../../base/units.ts';
import type { CallKey, ChainId, EntryKey, SessionId } from '../../../call/entry.ts';
import { makeFailure, makeInput, makeResponse, makeSession } from '../../../call/make-entry.ts';
import type { SegmentKind } from '../../../call/segment-kind.ts';
import type { ToolCallId } from '../../../call/segment.ts';
import type { SourceLocation } from '../../../call/source-location.ts';
import { makeUsage, type Usage } from '../../../call/usage.ts';
import { WrongShape, type Fields } from '../common/fields.ts';
import { providerName } from '../common/provider-name.ts';
import { SegmentList, type NewSegment } from '../common/segment-list.ts';
import type { EntrySink } from '../source.ts';

const kindOfRole: Readonly<Record<string, SegmentKind>> = {
  system: 'system',
  user: 'user',
  assistant: 'answer',
  tool: 'tool-result',
};

/** Counts that were estimated here are not the server's, so they stay unknown. */
function countOf(usage: Fields, name: string): Tokens | undefined {
  const stated = usage.fields(name);
  return stated === undefined || stated.name('provenance') === 'estimated' ? undefined : stated.count('tokens');
}

function readUsage(usage: Fields): Usage {
  return makeUsage({
    inputUncached: countOf(usage, 'inputUncached'),
    cacheRead: countOf(usage, 'cacheRead'),
    cacheWriteUnsplit: countOf(usage, 'cacheWrite'),
    output: countOf(usage, 'output'),
    reasoning: countOf(usage, 'reasoning'),
  });
}

interface ExchangeHead {
  readonly source: 'lab';
  readonly session: SessionId;
  readonly chain: ChainId;
  readonly location: SourceLocation;
  readonly time: Timestamp | undefined;
}

/** Who answers. */
interface Speaker {
  readonly model?: string | undefined;
  readonly provider?: string | undefined;
}

/** Turns the lines of one experiment into entries: a session an arm, a chain a task. */
export class ExchangeReader {
  readonly #sink: EntrySink;
  #experiment = 'unknown';
  #endpoint: Speaker = {};
  #pilot: ExchangeReader | undefined;
  readonly #armsSeen = new Set<string>();
  readonly #times = new Map<string, number>();

  constructor(sink: EntrySink) {
    this.#sink = sink;
  }

  readLine(line: Fields, location: SourceLocation): void {
    switch (line.requiredName('type')) {
      case 'experiment': {
        this.#experiment = line.requiredName('id');
        const endpoint = line.requiredFields('endpoint');
        const model = endpoint.name('model');
        const provider = providerName(endpoint.name('provider'), model);
        this.#endpoint = { model, provider };
        break;
      }
      case 'exchange':
      case 'judgement':
        this.#readExchange(line, location);
        break;
      case 'pilot':
        // In an archive the pilot stands in the run's file; its lines are those of an experiment of its own.
        this.#pilot ??= new ExchangeReader(this.#sink);
        this.#pilot.readLine(line.requiredFields('line'), location);
        break;
      default:
        throw new WrongShape('type');
    }
  }

  #readExchange(line: Fields, location: SourceLocation): void {
    const isJudgement = line.text('type') === 'judgement';
    const time = line.time('time');
    const [arm, task] = isJudgement
      ? ['judge', `${line.requiredName('task')}, ${line.requiredName('arm')}`]
      : [line.requiredName('arm'), line.requiredName('task')];
    const judge = line.name('model');
    const speaker = isJudgement ? { model: judge } : this.#endpoint;
    const session = `lab:${this.#experiment}/${arm}` as SessionId;
    // A task that was asked again after a failure is another context.
    const times = (this.#times.get(`${arm}\n${task}`) ?? 0) + 1;
    this.#times.set(`${arm}\n${task}`, times);
    const chain = (times === 1 ? task : `${task} (${times})`) as ChainId;
    const head: ExchangeHead = { source: 'lab', session, chain, time, location };
    if (!this.#armsSeen.has(arm)) {
      this.#armsSeen.add(arm);
      const key = `lab:${this.#experiment}/${arm}/session` as EntryKey;
      this.#sink.entry(makeSession({ ...head, key, parent: 'root', experiment: this.#experiment }));
    }
    const name = `lab:${this.#experiment}/${arm}/${chain}`;
    const input = new SegmentList(`${name}/input` as EntryKey);
    for (const segment of requestSegments(line.requiredFields('request'))) input.add(segment);
    const key = `${name}/input` as EntryKey;
    this.#sink.entry(makeInput({ ...head, key, parent: 'root', startsTurn: true, segments: input.segments }));
    this.#readResponse(line.requiredFields('response'), name, head, speaker);
  }

  #readResponse(response: Fields, name: string, head: ExchangeHead, speaker: Speaker): void {
    const outcome = response.requiredFields('outcome');
    const kind = outcome.requiredName('kind');
    const usage = readUsage(response.requiredFields('usage'));
    const key = `${name}/response` as EntryKey;
    const time = head.time === undefined ? undefined : timestamp(head.time + (response.number('duration') ?? 0) * 1000);
    if (kind === 'failed') {
      const reason = outcome.name('reason');
      this.#sink.entry(
        makeFailure({
          ...head,
          key: `${name}/failure` as EntryKey,
          parent: 'previous',
          time,
          reason: reason === 'rate-limited' ? 'rate-limit' : reason === 'stopped' ? 'aborted' : 'api-error',
        }),
      );
      // Nothing came and nothing was billed: no call.
      if (usage.output === undefined) return;
    }
    const segments = new SegmentList(key);
    segments.add({ kind: 'reasoning', part: response.pathOf('reasoning'), text: response.text('reasoning') });
    segments.add({ kind: 'answer', part: response.pathOf('answer'), text: response.text('answer') });
    this.#sink.entry(
      makeResponse({
        ...head,
        ...speaker,
        key,
        call: name as CallKey,
        parent: 'previous',
        time,
        origin: 'transcript',
        usage,
        stopReason: kind === 'length' ? 'max_tokens' : kind === 'failed' ? 'error' : 'end_turn',
        // Reasoning without a text is no segment; its tokens stand in the usage.
        segments: segments.segments.filter((segment) => segment.kind !== 'reasoning' || segment.text !== undefined),
      }),
    );
  }
}

function requestSegments(request: Fields): NewSegment[] {
  const tools = request.fieldsList('tools').map((tool): NewSegment => ({
    kind: 'tools',
    label: tool.name('name'),
    part: tool.path,
    text: JSON.stringify(tool.record),
  }));
  const messages = request.fieldsList('messages').map((message): NewSegment => {
    const call = message.name('toolCall');
    return {
      kind: kindOfRole[message.requiredName('role')] ?? 'user',
      part: message.pathOf('content'),
      text: message.text('content'),
      tool: call === undefined ? undefined : { call: call as ToolCallId },
    };
  });
  const prefix: NewSegment = { kind: 'answer', label: 'prefix', part: request.pathOf('prefix'), text: request.text('prefix') };
  return [...tools, ...messages, prefix];
}
