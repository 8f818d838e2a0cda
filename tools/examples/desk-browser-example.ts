import type { Random } from '../../src/base/random.ts';
import type { CaptureFile } from './capture-examples.ts';
import { handbook, letter, pick } from './harbour-desk.ts';
import { tokensOf } from './token-count.ts';

const start = Date.parse('2026-03-17T09:00:00Z');
const turns = 8;
/** Claude's tokenizer is not public: texts are counted by the public one, times this. */
const factor = 1.2;

const tool = (name: string, purpose: string, fields: readonly string[]) => ({
  name,
  description: `${purpose} ${'Give every field as it stands in the letter, and leave out what the letter does not say. '.repeat(6)}`.trim(),
  input_schema: {
    type: 'object',
    properties: Object.fromEntries(
      fields.map((field) => [field, { type: 'string', description: `The ${field} as the letter has it, without what stands around it.` }]),
    ),
  },
});

/** One is used; the others are sent along with every request. */
const tools = [
  tool('find_booking', 'Finds a booking.', ['booking']),
  tool('refund_booking', 'Pays a booking back.', ['booking', 'amount', 'reason', 'account']),
  tool('move_berth', 'Gives a ship another berth.', ['ship', 'berth', 'from', 'until', 'draught']),
  tool('call_pilot', 'Orders a pilot.', ['ship', 'time', 'channel', 'language', 'draught']),
];

const event = (type: string, data: object): string => `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;

type Block =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'tool_use'; readonly id: string; readonly name: string; readonly input: object };

function streamOf(id: string, block: Block, usage: object, output: number): string {
  const [empty, delta] =
    block.type === 'text'
      ? [
          { type: 'text', text: '' },
          { type: 'text_delta', text: block.text },
        ]
      : [
          { ...block, input: {} },
          { type: 'input_json_delta', partial_json: JSON.stringify(block.input) },
        ];
  return [
    event('message_start', {
      message: { id, type: 'message', role: 'assistant', model: 'claude-sonnet-4-5', content: [], usage: { ...usage, output_tokens: 1 } },
    }),
    event('content_block_start', { index: 0, content_block: empty }),
    event('content_block_delta', { index: 0, delta }),
    event('content_block_stop', { index: 0 }),
    event('message_delta', { delta: { stop_reason: block.type === 'text' ? 'end_turn' : 'tool_use' }, usage: { output_tokens: output } }),
    event('message_stop', {}),
  ].join('');
}

/** Tuesday: one long conversation in a browser. A clock in the system prompt makes every request write its cache anew. */
export function deskBrowserExample(random: Random): CaptureFile {
  const history: object[] = [];
  const entries: object[] = [];
  let now = start;
  const size = (value: unknown): number => tokensOf(JSON.stringify(value), factor);
  const ask = (block: Block): void => {
    now += 20_000 + Math.floor(random.next() * 20_000);
    const system = [{ type: 'text', text: `It is ${new Date(now).toISOString()}.\n\n${handbook}`, cache_control: { type: 'ephemeral' } }];
    const request = {
      model: 'claude-sonnet-4-5',
      max_tokens: 400,
      temperature: 0,
      stream: true,
      system,
      tools,
      messages: [...history],
      metadata: { user_id: 'user_desk_session_6b1f7a52-0c3d-4e8f-9a10-2b3c4d5e6f70' },
    };
    const input = size([system, tools, history]);
    const usage = {
      input_tokens: 4,
      cache_read_input_tokens: 0,
      cache_creation_input_tokens: input,
      cache_creation: { ephemeral_5m_input_tokens: input, ephemeral_1h_input_tokens: 0 },
    };
    const output = size(block);
    entries.push({
      startedDateTime: new Date(now).toISOString(),
      time: 1500 + Math.floor(random.next() * 900),
      request: {
        method: 'POST',
        url: 'https://api.anthropic.com/v1/messages',
        httpVersion: 'HTTP/2',
        headers: [
          { name: 'content-type', value: 'application/json' },
          { name: 'x-api-key', value: 'not-a-key-and-never-stored' },
        ],
        queryString: [],
        cookies: [],
        headersSize: -1,
        bodySize: -1,
        postData: { mimeType: 'application/json', text: JSON.stringify(request) },
      },
      response: {
        status: 200,
        statusText: 'OK',
        httpVersion: 'HTTP/2',
        headers: [{ name: 'content-type', value: 'text/event-stream' }],
        cookies: [],
        content: { size: -1, mimeType: 'text/event-stream', text: streamOf(`msg_desk_${entries.length + 1}`, block, usage, output) },
        redirectURL: '',
        headersSize: -1,
        bodySize: -1,
      },
      cache: {},
      timings: { send: 1, wait: 900, receive: 600 },
    });
    history.push({ role: 'assistant', content: [block] });
  };
  for (let turn = 1; turn <= turns; turn++) {
    const { text, booking } = letter(random);
    const id = `toolu_desk_${turn}`;
    history.push({ role: 'user', content: text });
    ask({ type: 'tool_use', id, name: 'find_booking', input: { booking } });
    const found =
      `Booking ${booking}: ${pick(random, ['paid', 'open', 'moved to another day'])}. ${'The log of the gate has no entry for it in the last thirty days. '.repeat(12)}`.trim();
    history.push({ role: 'user', content: [{ type: 'tool_result', tool_use_id: id, content: found }] });
    ask({
      type: 'text',
      text: `Booking ${booking} is on file. ${pick(random, ['The gate', 'The berth office', 'The desk'])} looks into it by tomorrow at noon.`,
    });
  }
  const log = { version: '1.2', creator: { name: 'made by hand', version: '1' }, entries };
  return { path: 'desk-browser.har', text: `${JSON.stringify({ log }, undefined, 1)}\n` };
}
