import { decodeWireValue, encodeWireValue } from '../../src/base/wire-value.ts';
import { TareError } from '../../src/base/tare-error.ts';
import type { QuestionName, Questions } from '../../src/show/answers/answer-service.ts';

/** Asks for answers: the local server's, or those that stand in a saved file. */
export interface AnswerClient {
  ask<Name extends QuestionName>(name: Name, request: Questions[Name]['request'], signal: AbortSignal): Promise<Questions[Name]['answer']>;
  /** Calls back when there is something new; never for a saved file. */
  onChange(listener: () => void): () => void;
  /** True for a saved file: it holds what it holds. */
  readonly saved: boolean;
}

async function refusal(response: Response): Promise<TareError> {
  const text = await response.text();
  try {
    const body = JSON.parse(text) as { code: string; message: string; hint: string };
    return new TareError(body);
  } catch (cause) {
    return new TareError({
      code: 'server',
      message: `the server said ${response.status}: ${text.trim()}`,
      hint: 'Start tare again and open the address it prints.',
      cause,
    });
  }
}

/** The server that this page came from. */
export const serverClient: AnswerClient = {
  saved: false,
  async ask(question, request, signal) {
    let response: Response;
    try {
      response = await fetch('/api/ask', { method: 'POST', body: encodeWireValue({ question, request }), signal });
    } catch (cause) {
      if (signal.aborted) throw cause;
      throw new TareError({
        code: 'no-server',
        message: 'tare is no longer running behind this page',
        hint: 'Start tare again and open the address it prints; nothing is lost.',
        cause,
      });
    }
    if (!response.ok) throw await refusal(response);
    return decodeWireValue(new Uint8Array(await response.arrayBuffer())) as never;
  },
  onChange(listener) {
    const events = new EventSource('/api/live');
    events.addEventListener('message', listener);
    return () => events.close();
  },
};

/** Key of an answer in a saved file. */
export const savedKey = (question: string, request: unknown): string => `${question} ${JSON.stringify(request)}`;

/** Answers that stand in a saved file, by {@link savedKey}. */
export function savedClient(answers: ReadonlyMap<string, unknown>): AnswerClient {
  return {
    saved: true,
    async ask(question, request) {
      const answer = answers.get(savedKey(question, request));
      if (answer !== undefined) return answer as never;
      throw new TareError({
        code: 'not-saved',
        message: 'this file was saved without that view',
        hint: 'Run tare on the machine it came from to see the rest.',
      });
    },
    onChange: () => () => undefined,
  };
}
