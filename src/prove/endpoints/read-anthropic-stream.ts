import { CallCollector } from './call-collector.ts';
import { count, estimateTokens } from './count.ts';
import type { ChatOutcome, ChatUsage } from './endpoint.ts';
import { MalformedStream, sseEvents } from './sse-events.ts';
import type { StreamRead } from './stream-read.ts';

type JsonRecord = Readonly<Record<string, unknown>>;

const asRecord = (value: unknown): JsonRecord => (typeof value === 'object' && value !== null ? (value as JsonRecord) : {});
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const placeOf = (event: JsonRecord): number => (typeof event['index'] === 'number' ? event['index'] : 0);

const failed = (reason: 'cut-stream' | 'malformed-stream' | 'server-error' | 'rate-limited', message: string): ChatOutcome => ({
  kind: 'failed',
  reason,
  message,
});

/** Usage of this dialect is cumulative and input excludes cache; the last stated value of each field holds. */
function canonicalUsage(stated: ReadonlyMap<string, number>, complete: boolean, answer: string, reasoning: string): ChatUsage {
  const reported = (name: string): number | undefined => stated.get(name);
  const input = reported('input_tokens');
  const read = reported('cache_read_input_tokens');
  const written = reported('cache_creation_input_tokens');
  const output = complete ? reported('output_tokens') : undefined;
  const thinking = reported('thinking_tokens');
  const shown = estimateTokens(reasoning) + estimateTokens(answer);
  // Thinking text may be a summary, so it is not counted; the answer is shown whole.
  const derived = output === undefined || reasoning === '' ? undefined : Math.max(0, output - estimateTokens(answer));
  return {
    ...(input === undefined ? {} : { inputUncached: count(input, 'reported') }),
    ...(read === undefined ? {} : { cacheRead: count(read, 'reported') }),
    ...(written === undefined ? {} : { cacheWrite: count(written, 'reported') }),
    ...(output !== undefined ? { output: count(output, 'reported') } : shown > 0 ? { output: count(shown, 'estimated') } : {}),
    ...(thinking !== undefined
      ? { reasoning: count(thinking, 'reported') }
      : derived !== undefined
        ? { reasoning: count(derived, 'estimated') }
        : output !== undefined
          ? { reasoning: count(0, 'derived') }
          : {}),
  };
}

function noteUsage(usage: unknown, into: Map<string, number>): void {
  const record = asRecord(usage);
  for (const [name, value] of Object.entries({ ...record, ...asRecord(record['output_tokens_details']) })) {
    if (typeof value === 'number') into.set(name, value);
  }
}

/** Reads a streamed message of the Anthropic API. A cut stream keeps its input count; its output is estimated. */
export async function readAnthropicStream(body: AsyncIterable<Uint8Array>, onOutput: () => void): Promise<StreamRead> {
  const calls = new CallCollector();
  let answer = '';
  let reasoning = '';
  let stop: string | undefined;
  let servedModel: string | undefined;
  let ended = false;
  let outcome: ChatOutcome | undefined;
  const usage = new Map<string, number>();
  try {
    for await (const { data } of sseEvents(body)) {
      let event: JsonRecord;
      try {
        event = asRecord(JSON.parse(data));
      } catch (cause) {
        throw new MalformedStream(`an event is not JSON: ${data.slice(0, 80)}`, { cause });
      }
      switch (event['type']) {
        case 'message_start': {
          const message = asRecord(event['message']);
          servedModel = textOf(message['model']) || undefined;
          noteUsage(message['usage'], usage);
          break;
        }
        case 'content_block_start': {
          const block = asRecord(event['content_block']);
          if (block['type'] === 'tool_use') calls.add(placeOf(event), { id: textOf(block['id']), name: textOf(block['name']) });
          break;
        }
        case 'content_block_delta': {
          const delta = asRecord(event['delta']);
          onOutput();
          if (delta['type'] === 'input_json_delta') calls.add(placeOf(event), { arguments: textOf(delta['partial_json']) });
          reasoning += textOf(delta['thinking']);
          answer += textOf(delta['text']);
          break;
        }
        case 'message_delta':
          stop = textOf(asRecord(event['delta'])['stop_reason']) || stop;
          noteUsage(event['usage'], usage);
          break;
        case 'message_stop':
          ended = true;
          break;
        case 'error': {
          const error = asRecord(event['error']);
          outcome = failed(textOf(error['type']) === 'rate_limit_error' ? 'rate-limited' : 'server-error', textOf(error['message']));
          break;
        }
        default:
      }
    }
  } catch (error) {
    if (!(error instanceof MalformedStream)) throw error;
    outcome = failed('malformed-stream', error.message);
  }
  if (outcome === undefined && !ended && stop === undefined) outcome = failed('cut-stream', 'the stream ended before the response did');
  return {
    outcome: outcome ?? { kind: stop === 'max_tokens' ? 'length' : 'finished' },
    answer,
    reasoning,
    ...calls.part,
    usage: canonicalUsage(usage, stop !== undefined, answer + calls.text, reasoning),
    ...(servedModel === undefined ? {} : { servedModel }),
    warnings: usage.size === 0 ? ['the server stated no usage: counts are estimates'] : [],
  };
}
