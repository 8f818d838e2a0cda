import { expect, test } from 'vitest';
import { MalformedStream, sseEvents, type SseEvent } from './sse-events.ts';

async function read(...chunks: readonly (string | Uint8Array)[]): Promise<SseEvent[]> {
  async function* body(): AsyncGenerator<Uint8Array> {
    for (const chunk of chunks) yield typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk;
  }
  const events: SseEvent[] = [];
  for await (const event of sseEvents(body())) events.push(event);
  return events;
}

test('an event is the same however the bytes are cut', async () => {
  const text = 'event: delta\r\ndata: {"text":"größe 😀"}\r\n\r\n: comment\ndata: a\ndata: b\n\ndata: [DONE]';
  const bytes = new TextEncoder().encode(text);
  const whole = await read(text);
  expect(whole).toEqual([{ event: 'delta', data: '{"text":"größe 😀"}' }, { data: 'a\nb' }, { data: '[DONE]' }]);
  for (let cut = 1; cut < bytes.length; cut++) expect(await read(bytes.subarray(0, cut), bytes.subarray(cut))).toEqual(whole);
});

test('a line that never ends is refused before it fills the memory', async () => {
  await expect(read('data: ', 'x'.repeat(1 << 20), 'x')).rejects.toThrow(MalformedStream);
});
