import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as the loopback server has understood it. */
export interface AskedChat {
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly tools: readonly string[];
  readonly text: string;
  readonly seed: number;
  /** How many were asked before. */
  readonly times: number;
}

export interface SaidChat {
  readonly answer?: string;
  readonly call?: { readonly name: string; readonly arguments: string };
  /** HTTP status of a refusal, with its words. */
  readonly refusal?: readonly [number, string];
  /** Prompt tokens that are stated; four characters each unless said otherwise. */
  readonly promptTokens?: number;
}

export interface LoopbackChat {
  readonly url: string;
  readonly asked: readonly AskedChat[];
  readonly close: () => Promise<void>;
}

const event = (value: unknown): string => `data: ${JSON.stringify(value)}\n\n`;

/** A server on the loopback that speaks the OpenAI dialect, streamed, and answers as it is told to. */
export async function loopbackChat(
  say: (asked: AskedChat) => SaidChat,
  models: object = { data: [{ id: 'loopback' }] },
): Promise<LoopbackChat> {
  const asked: AskedChat[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (request.method === 'GET') return void response.end(JSON.stringify(models));
      const body = JSON.parse(Buffer.concat(chunks).toString()) as {
        messages: AskedChat['messages'];
        tools?: { function: { name: string } }[];
        seed?: number;
      };
      const text = body.messages.map(({ content }) => content).join('\n');
      const tools = (body.tools ?? []).map((tool) => tool.function.name);
      const schemas = JSON.stringify(body.tools ?? []).length;
      const chat: AskedChat = { messages: body.messages, tools, text, seed: body.seed ?? 0, times: asked.length };
      asked.push(chat);
      const { answer = '', call, refusal, promptTokens } = say(chat);
      if (refusal !== undefined) {
        response.statusCode = refusal[0];
        return void response.end(JSON.stringify({ error: { message: refusal[1] } }));
      }
      const head = { id: `chatcmpl-${asked.length}`, model: 'loopback' };
      const delta = call === undefined ? { content: answer } : { tool_calls: [{ index: 0, id: `c${asked.length}`, function: call }] };
      const prompt_tokens = promptTokens ?? Math.ceil((text.length + schemas) / 4);
      response.end(
        event({ ...head, choices: [{ index: 0, delta, finish_reason: null }] }) +
          event({ ...head, choices: [{ index: 0, delta: {}, finish_reason: call === undefined ? 'stop' : 'tool_calls' }] }) +
          event({ ...head, choices: [], usage: { prompt_tokens, completion_tokens: 4 } }) +
          'data: [DONE]\n\n',
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
