import type { Random } from '../../src/base/random.ts';
import type { CaptureFile } from './capture-examples.ts';
import { handbook, letter } from './harbour-desk.ts';
import { tokensOf } from './token-count.ts';

const start = Date.parse('2026-03-16T07:00:00Z');
const letters = 80;
const instruction = 'You read letters to the harbour desk. Reply with the booking number alone.';
/** What the provider puts around messages. */
const wrapper = 12;

/** Monday: a job of the desk sorts eighty letters. The handbook stands in the system prompt, and again before every letter. */
export function triageExample(random: Random): CaptureFile {
  const lines = Array.from({ length: letters }, (_, index) => {
    const { text, booking } = letter(random);
    const messages = [
      { role: 'system', content: `${instruction}\n\n${handbook}` },
      {
        role: 'user',
        content: [
          { type: 'text', text: handbook },
          { type: 'text', text: `${text}\n\nWhat is the booking number?` },
        ],
      },
    ];
    const prompt = tokensOf(messages.map((message) => JSON.stringify(message.content)).join(''), 1) + wrapper;
    return JSON.stringify({
      time: new Date(start + index * 4000).toISOString(),
      duration_ms: 600 + Math.floor(random.next() * 300),
      url: 'https://api.openai.com/v1/chat/completions',
      session: 'letters-monday',
      status: 200,
      request: {
        model: 'gpt-4.1-mini',
        messages: [
          {
            role: 'system',
            content: [
              { type: 'text', text: instruction },
              { type: 'text', text: handbook },
            ],
          },
          messages[1],
        ],
        max_tokens: 24,
        temperature: 0,
      },
      response: {
        id: `chatcmpl-letter-${index + 1}`,
        object: 'chat.completion',
        model: 'gpt-4.1-mini-2025-04-14',
        choices: [{ index: 0, message: { role: 'assistant', content: booking }, finish_reason: 'stop' }],
        usage: {
          prompt_tokens: prompt,
          completion_tokens: tokensOf(booking, 1),
          total_tokens: prompt + tokensOf(booking, 1),
          prompt_tokens_details: { cached_tokens: 0 },
          completion_tokens_details: { reasoning_tokens: 0 },
        },
      },
    });
  });
  return { path: 'letters.jsonl', text: `${lines.join('\n')}\n` };
}
