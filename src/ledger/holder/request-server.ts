import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { TareError } from '../../base/tare-error.ts';
import { removeHolderFile, writeHolderFile, type HolderAddress } from './holder-file.ts';
import { fromTransferText, toTransferText } from './transfer-text.ts';

/** Answers a request by name. Throws {@link TareError} for what the asker can put right. */
export type RequestHandler = (name: string, request: unknown) => Promise<unknown>;

/** What goes back to the asker. */
export type Reply =
  | { readonly ok: true; readonly answer: unknown }
  | { readonly ok: false; readonly error: { readonly code: string; readonly message: string; readonly hint: string } };

export interface RequestServer {
  readonly address: HolderAddress;
  /** Takes no more requests, finishes those it has, and takes its address away. */
  close(): Promise<void>;
}

const longestRequest = 1 << 20;

/** Serves other processes of the same person on 127.0.0.1 and leaves its address in the ledger's folder. */
export async function serveRequests(home: string, pid: number, handler: RequestHandler): Promise<RequestServer> {
  const token = randomBytes(32).toString('hex');
  const pending = new Set<Promise<void>>();
  const server = createServer((request, response) => {
    const work = answer(request, response, token, handler).finally(() => pending.delete(work));
    pending.add(work);
  });
  const port = await listen(server);
  const address = { pid, port, token };
  writeHolderFile(home, address);
  return {
    address,
    async close() {
      removeHolderFile(home, address);
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await Promise.all(pending);
      server.closeAllConnections();
      await closed;
    },
  };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}

function isAllowed(request: IncomingMessage, token: string): boolean {
  // A page in a browser names its origin and cannot know the token; both are refused.
  if (request.method !== 'POST' || request.headers.origin !== undefined) return false;
  const given = Buffer.from(request.headers.authorization ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

async function answer(request: IncomingMessage, response: ServerResponse, token: string, handler: RequestHandler): Promise<void> {
  if (!isAllowed(request, token)) {
    response.writeHead(403).end();
    return;
  }
  const reply = await replyTo(request, handler);
  response.writeHead(200, { 'content-type': 'application/json', connection: 'close' }).end(toTransferText(reply));
}

async function replyTo(request: IncomingMessage, handler: RequestHandler): Promise<Reply> {
  try {
    const { name, body } = fromTransferText(await textOf(request)) as { readonly name: string; readonly body: unknown };
    return { ok: true, answer: await handler(name, body) };
  } catch (error) {
    if (TareError.isInstance(error)) return { ok: false, error: { code: error.code, message: error.message, hint: error.hint } };
    const message = error instanceof Error ? error.message : String(error);
    return { ok: false, error: { code: 'holder-failed', message, hint: 'The process that holds the ledger could not answer; run again.' } };
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > longestRequest) {
      throw new TareError({ code: 'request-too-long', message: 'The request is longer than 1 MiB', hint: 'Ask for less at once.' });
    }
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
