import { CallCollector } from './call-collector.ts';
import type { ChatOutcome } from './endpoint.ts';
import { openaiUsage } from './openai-usage.ts';
import { MalformedStream, sseEvents } from './sse-events.ts';
import type { StreamRead } from './stream-read.ts';
import { splitThinking } from './think-tags.ts';

type JsonRecord = Readonly<Record<string, unknown>>;

const asRecord = (value: unknown): JsonRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonRecord) : {};
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Names under which servers give reasoning: vLLM and Ollama, llama-server and DeepSeek, Ollama's own. */
const reasoningFields = ['reasoning', 'reasoning_content', 'thinking'] as const;

const reasoningIn = (delta: JsonRecord): string => {
  const field = reasoningFields.find((name) => textOf(delta[name]) !== '');
  return field === undefined ? '' : textOf(delta[field]);
};

function addCalls(calls: CallCollector, delta: JsonRecord): boolean {
  const pieces = Array.isArray(delta['tool_calls']) ? (delta['tool_calls'] as readonly unknown[]).map(asRecord) : [];
  for (const [place, piece] of pieces.entries()) {
    const made = asRecord(piece['function']);
    const index = typeof piece['index'] === 'number' ? piece['index'] : place;
    calls.add(index, { id: textOf(piece['id']), name: textOf(made['name']), arguments: textOf(made['arguments']) });
  }
  return pieces.length > 0;
}

function parseEvent(data: string): JsonRecord {
  try {
    return asRecord(JSON.parse(data));
  } catch (cause) {
    throw new MalformedStream(`an event is not JSON: ${data.slice(0, 80)}`, { cause });
  }
}

const failed = (reason: 'cut-stream' | 'malformed-stream' | 'server-error', message: string): ChatOutcome => ({
  kind: 'failed',
  reason,
  message,
});

/**
 * Reads a streamed chat completion. Usage is taken from whichever event states it last; what was generated before a
 * break is kept, with estimated counts.
 */
export async function readOpenaiStream(body: AsyncIterable<Uint8Array>, onOutput: () => void): Promise<StreamRead> {
  const calls = new CallCollector();
  let content = '';
  let stated = '';
  let usage: unknown;
  let timings: unknown;
  let finish: string | undefined;
  let servedModel: string | undefined;
  let fingerprint: string | undefined;
  let done = false;
  let outcome: ChatOutcome | undefined;
  try {
    for await (const { data } of sseEvents(body)) {
      if (data === '[DONE]') {
        done = true;
        continue;
      }
      const event = parseEvent(data);
      if (event['error'] !== undefined && event['error'] !== null) {
        const message = textOf(asRecord(event['error'])['message']) || JSON.stringify(event['error']).slice(0, 200);
        outcome = failed('server-error', message);
        break;
      }
      if (event['usage'] !== undefined && event['usage'] !== null) usage = event['usage'];
      if (event['timings'] !== undefined && event['timings'] !== null) timings = event['timings'];
      servedModel = textOf(event['model']) || servedModel;
      fingerprint = textOf(event['system_fingerprint']) || fingerprint;
      const [choice] = Array.isArray(event['choices']) ? (event['choices'] as readonly unknown[]) : [];
      const delta = asRecord(asRecord(choice)['delta']);
      const [thought, said] = [reasoningIn(delta), textOf(delta['content'])];
      const called = addCalls(calls, delta);
      if (thought !== '' || said !== '' || called) onOutput();
      stated += thought;
      content += said;
      finish = textOf(asRecord(choice)['finish_reason']) || finish;
    }
  } catch (error) {
    if (!(error instanceof MalformedStream)) throw error;
    outcome = failed('malformed-stream', error.message);
  }
  if (outcome === undefined && finish === undefined && !done) outcome = failed('cut-stream', 'the stream ended before the response did');
  const split = stated === '' ? splitThinking(content) : { reasoning: stated, answer: content };
  return {
    outcome: outcome ?? { kind: finish === 'length' ? 'length' : 'finished' },
    answer: split.answer,
    reasoning: split.reasoning,
    ...calls.part,
    usage: openaiUsage({ ...split, answer: split.answer + calls.text, usage, timings }),
    ...(servedModel === undefined ? {} : { servedModel }),
    ...(fingerprint === undefined ? {} : { fingerprint }),
    warnings: usage === undefined && timings === undefined ? ['the server stated no usage: counts are estimates'] : [],
  };
}
