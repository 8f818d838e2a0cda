import { milliseconds, seconds, type Milliseconds, type Seconds } from '../../base/units.ts';
import type { ChatOutcome, ChatRequest, ChatResponse, Endpoint, EndpointFacts, FailureReason } from './endpoint.ts';
import { readText, sendRequest, TransportFailure, type HttpResponse } from './http-request.ts';
import { isRetried, pauseBefore, retryAfter, type RetryPolicy } from './retry-policy.ts';
import type { StreamRead } from './stream-read.ts';
import { truncationWarning } from './truncated-prompt.ts';

/** How one API is spoken. */
export interface HttpDialect {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  body(request: ChatRequest): unknown;
  read(body: AsyncIterable<Uint8Array>, onOutput: () => void): Promise<StreamRead>;
}

export interface HttpEndpointOptions {
  readonly facts: EndpointFacts;
  readonly dialect: HttpDialect;
  readonly retries: RetryPolicy;
  readonly silence: Milliseconds;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** A response of another model is refused; some servers name a model by its file, which is let pass. */
  readonly acceptAnyModel: boolean;
}

/** What a refusal is about, from its status and its words; servers share no codes. */
export function refusalReason(status: number, text: string): FailureReason {
  if (status === 429) return 'rate-limited';
  if (status >= 500) return 'server-error';
  if (
    /context[ _-]?(?:length|size|window)|maximum context|prompt is too long|exceeds? the (?:available )?context|too many tokens|exceed_context/i.test(
      text,
    )
  )
    return 'out-of-context';
  if (/reasoning|thinking|effort|budget_tokens/i.test(text)) return 'effort-refused';
  return 'bad-request';
}

/** What a refusal says to people: the message of its error, where its body is JSON that holds one. */
export function refusalWords(text: string): string {
  const longest = 300;
  try {
    const body: unknown = JSON.parse(text);
    const error = typeof body === 'object' && body !== null && 'error' in body ? body.error : body;
    const message = typeof error === 'object' && error !== null && 'message' in error ? error.message : error;
    if (typeof message === 'string' && message !== '') return message.slice(0, longest);
  } catch {
    // A page, or nothing: shown as it came.
  }
  return text.slice(0, longest);
}

/** The same model under the names that servers give it: without a vendor, a date or a tag. */
export function isSameModel(asked: string, served: string): boolean {
  const bare = (name: string): string =>
    name
      .toLowerCase()
      .replace(/^.*\//, '')
      .replace(/\.gguf$/, '')
      .replace(/:latest$/, '')
      .replace(/-\d{4}-?\d{2}-?\d{2}$/, '');
  return bare(asked) === bare(served);
}

const failure = (reason: FailureReason, message: string): ChatOutcome => ({ kind: 'failed', reason, message });

/** An endpoint over HTTP: retries with the pauses the server asks for, and never after the first byte of output. */
export class HttpEndpoint implements Endpoint {
  readonly facts: EndpointFacts;
  readonly #options: HttpEndpointOptions;

  constructor(options: HttpEndpointOptions) {
    this.facts = options.facts;
    this.#options = options;
  }

  async complete(request: ChatRequest, signal: AbortSignal): Promise<ChatResponse> {
    const { dialect, retries, silence, clock } = this.#options;
    const start = clock();
    const sinceStart = (): Seconds => seconds((clock() - start) / 1000);
    for (let attempt = 1; ; attempt++) {
      const ended = (outcome: ChatOutcome): ChatResponse => ({
        outcome,
        answer: '',
        reasoning: '',
        usage: {},
        duration: sinceStart(),
        attempts: attempt,
        warnings: [],
      });
      let asked: Milliseconds | undefined;
      let outcome: ChatOutcome;
      try {
        const headers = { accept: 'text/event-stream', ...dialect.headers };
        const response = await sendRequest({ url: dialect.url, method: 'POST', headers, body: dialect.body(request), silence, signal });
        if (response.status === 200) return await this.#read(request, response, attempt, sinceStart);
        const text = await readText(response);
        outcome = failure(refusalReason(response.status, text), `HTTP ${response.status}: ${refusalWords(text)}`);
        if (!isRetried(response.status)) return ended(outcome);
        asked = retryAfter(response.header('retry-after'), clock());
      } catch (error) {
        if (!(error instanceof TransportFailure)) throw error;
        outcome = failure(error.reason, error.message);
        if (error.reason === 'stopped') return ended(outcome);
      }
      const pause = pauseBefore(retries, attempt, asked);
      if (pause === undefined) return ended(outcome);
      await retries.wait(pause, signal);
      if (signal.aborted) return ended(failure('stopped', 'stopped while waiting to ask again'));
    }
  }

  async #read(request: ChatRequest, response: HttpResponse, attempts: number, sinceStart: () => Seconds): Promise<ChatResponse> {
    let firstToken: Seconds | undefined;
    const interrupted: { failure?: TransportFailure } = {};
    const guarded = async function* (): AsyncGenerator<Uint8Array> {
      try {
        yield* response.body;
      } catch (error) {
        if (!(error instanceof TransportFailure)) throw error;
        interrupted.failure = error;
      }
    };
    const read = await this.#options.dialect.read(guarded(), () => (firstToken ??= sinceStart()));
    const { facts, acceptAnyModel } = { facts: this.facts, acceptAnyModel: this.#options.acceptAnyModel };
    const isOther = !acceptAnyModel && read.servedModel !== undefined && !isSameModel(facts.model, read.servedModel);
    const broken = interrupted.failure;
    const isGone = broken?.reason === 'unreachable' && read.outcome.kind === 'failed' && !(await this.#isThere());
    const outcome: ChatOutcome = isOther
      ? failure('other-model', `asked for ${facts.model}, answered by ${read.servedModel ?? ''}`)
      : broken !== undefined && read.outcome.kind === 'failed'
        ? failure(broken.reason === 'unreachable' && !isGone ? 'cut-stream' : broken.reason, broken.message)
        : read.outcome;
    const truncated = truncationWarning(request, read.usage);
    return {
      ...read,
      outcome,
      warnings: truncated === undefined ? read.warnings : [...read.warnings, truncated],
      ...(firstToken === undefined ? {} : { firstToken }),
      duration: sinceStart(),
      attempts,
    };
  }

  /** Whether anything still answers: a server that died in a stream says nothing about the request it was at. */
  async #isThere(): Promise<boolean> {
    const { dialect } = this.#options;
    try {
      const silence = milliseconds(5000);
      const signal = AbortSignal.timeout(silence);
      const response = await sendRequest({ url: dialect.url, method: 'GET', headers: dialect.headers, silence, signal });
      await readText(response);
      return true;
    } catch (error) {
      if (error instanceof TransportFailure) return false;
      throw error;
    }
  }

  async close(): Promise<void> {
    // Each request closes its own socket.
  }
}

/** Waits in real time; wakes at once when stopped. */
export const realWait: RetryPolicy['wait'] = (pause, signal) =>
  new Promise((resolve) => {
    const wake = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', wake);
      resolve();
    };
    const timer = setTimeout(wake, pause);
    signal.addEventListener('abort', wake, { once: true });
  });

export const standardRetries: RetryPolicy = {
  attempts: 5,
  pause: milliseconds(1000),
  longestPause: milliseconds(120_000),
  wait: realWait,
};
