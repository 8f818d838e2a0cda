/** Made-up requests and responses as proxies log them; every text is invented. */
export interface MadeTurn {
  readonly says: string;
  readonly answer: string;
  /** Tokens read from cache; the rest of the prompt is uncached. */
  readonly read?: number;
}

export const madeStart = Date.parse('2026-03-20T10:00:00Z');

export interface MadeOptions {
  readonly clock?: (turn: number) => string;
  readonly stream?: boolean;
  readonly session?: string;
  readonly model?: string;
}

/** A conversation in the OpenAI dialect, one exchange a turn, each repeating all before it. */
export function conversation(
  turns: readonly MadeTurn[],
  { clock, stream = false, session, model = 'gpt-4.1' }: MadeOptions = {},
): object[] {
  const history: object[] = [];
  return turns.map(({ says, answer, read = 0 }, turn) => {
    history.push({ role: 'user', content: says });
    const messages = [
      { role: 'system', content: `${clock === undefined ? '' : `It is ${clock(turn)}. `}Be brief, and say nothing twice.` },
      ...history,
    ];
    const prompt = Math.ceil(JSON.stringify(messages).length / 4);
    const usage = { prompt_tokens: prompt, completion_tokens: 5, prompt_tokens_details: { cached_tokens: read } };
    const id = `chatcmpl-made-${turn}`;
    const events = [
      { id, model, choices: [{ index: 0, delta: { content: answer } }] },
      { id, model, choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] },
      { id, model, choices: [], usage },
    ];
    const response = stream
      ? `${events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('')}data: [DONE]\n\n`
      : { id, model, choices: [{ index: 0, message: { role: 'assistant', content: answer }, finish_reason: 'stop' }], usage };
    history.push({ role: 'assistant', content: answer });
    return {
      time: madeStart + turn * 20_000,
      duration_ms: 800,
      url: 'https://api.openai.com/v1/chat/completions',
      ...(session === undefined ? {} : { session }),
      request: { model, messages: structuredClone(messages), max_tokens: 20, temperature: 0 },
      response,
    };
  });
}

export const linesOf = (exchanges: readonly object[]): string => `${exchanges.map((each) => JSON.stringify(each)).join('\n')}\n`;

interface MadeExchange {
  readonly time: number;
  readonly duration_ms: number;
  readonly url: string;
  readonly request: object;
  readonly response: object | string;
}

/** The same exchanges as a browser exports them. */
export function harOf(exchanges: readonly object[], encoding?: 'base64'): string {
  const entries = (exchanges as readonly MadeExchange[]).map(({ time, duration_ms: duration, url, request, response }) => {
    const text = typeof response === 'string' ? response : JSON.stringify(response);
    return {
      startedDateTime: new Date(time).toISOString(),
      time: duration,
      request: {
        method: 'POST',
        url,
        headers: [{ name: 'Authorization', value: 'Bearer sk-never-to-be-stored' }],
        postData: { mimeType: 'application/json', text: JSON.stringify(request) },
      },
      response: {
        status: 200,
        content: encoding === undefined ? { text } : { text: Buffer.from(text).toString('base64'), encoding },
      },
    };
  });
  return JSON.stringify({ log: { version: '1.2', creator: { name: 'made', version: '1' }, entries } }, undefined, 2);
}
