import { request as plainRequest, type IncomingMessage } from 'node:http';
import { request as secureRequest } from 'node:https';
import type { Milliseconds } from '../../base/units.ts';

/** The server could not be reached, or fell silent. */
export class TransportFailure extends Error {
  readonly reason: 'unreachable' | 'timeout' | 'stopped';

  constructor(reason: 'unreachable' | 'timeout' | 'stopped', message: string) {
    super(message);
    this.reason = reason;
  }
}

export interface HttpRequest {
  readonly url: URL;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Longest silence that is waited out, before the first byte and between bytes. */
  readonly silence: Milliseconds;
  readonly signal: AbortSignal;
}

export interface HttpResponse {
  readonly status: number;
  readonly header: (name: string) => string | undefined;
  /** @throws {TransportFailure} when the connection breaks or falls silent */
  readonly body: AsyncIterable<Buffer>;
}

function failureOf(error: unknown, { signal, url }: HttpRequest): TransportFailure {
  if (error instanceof TransportFailure) return error;
  if (signal.aborted) return new TransportFailure('stopped', 'stopped before the response was complete');
  const { code, message } = error as NodeJS.ErrnoException;
  return new TransportFailure('unreachable', `${url.origin}: ${code ?? message}`);
}

/** The socket's own error says only that it was closed; what closed it is kept here. */
interface Silence {
  failure?: TransportFailure;
}

async function* bodyOf(message: IncomingMessage, request: HttpRequest, silence: Silence): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of message) yield chunk as Buffer;
  } catch (error) {
    throw silence.failure ?? failureOf(error, request);
  }
}

/** Sends one request; the body is read as it comes. Own sockets and no shared agent: nothing outlives the call. */
export function sendRequest(request: HttpRequest): Promise<HttpResponse> {
  const { url, method, headers, body, silence, signal } = request;
  const text = body === undefined ? undefined : JSON.stringify(body);
  const send = url.protocol === 'https:' ? secureRequest : plainRequest;
  const fallen: Silence = {};
  return new Promise((resolve, reject) => {
    const outgoing = send(
      url,
      {
        method,
        agent: false,
        signal,
        headers: {
          ...headers,
          ...(text === undefined ? {} : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) }),
        },
      },
      (message) => {
        resolve({
          status: message.statusCode as number,
          header: (name) => {
            const value = message.headers[name];
            return Array.isArray(value) ? value[0] : value;
          },
          body: bodyOf(message, request, fallen),
        });
      },
    );
    outgoing.setTimeout(silence, () => {
      fallen.failure = new TransportFailure('timeout', `${url.origin}: silent for ${silence / 1000} s`);
      outgoing.destroy(fallen.failure);
    });
    outgoing.on('error', (error) => reject(failureOf(error, request)));
    outgoing.end(text);
  });
}

/** The whole body as text, up to a length that no error message needs. */
export async function readText(response: HttpResponse, longest = 1_000_000): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response.body) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > longest) break;
  }
  return Buffer.concat(chunks).toString('utf8');
}
