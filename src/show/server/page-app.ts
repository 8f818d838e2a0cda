import { Hono, type Context } from 'hono';
import { decodeWireValue, encodeWireValue } from '../../base/wire-value.ts';
import { TareError } from '../../base/tare-error.ts';
import type { AnswerService } from '../answers/answer-service.ts';
import { accessOf, cookieName, type Access } from './access.ts';
import { parseQuestion } from './parse-question.ts';

/** A file of the built page. */
export interface PageAsset {
  readonly contentType: string;
  readonly body: Uint8Array<ArrayBuffer>;
}

export interface PageAppOptions {
  readonly answers: AnswerService;
  readonly token: string;
  readonly port: number;
  /** `index.html` and what it loads, by path without the leading slash. */
  readonly assets: ReadonlyMap<string, PageAsset>;
  /** Where transcripts were looked for in vain, a line each: what is shown is the example then. */
  readonly lookedIn?: readonly string[];
  /** Calls back with a growing number whenever the ledger has something new; returns how to stop. */
  readonly onChange: (listener: (version: number) => void) => () => void;
}

/** Nothing but the page's own files and its own server. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const refusals: Readonly<Record<Exclude<Access, 'allowed'>, string>> = {
  'wrong-host': 'Tare answers only on 127.0.0.1 and localhost.',
  'wrong-origin': 'Tare answers only its own page.',
  'wrong-token': 'Open the address that tare printed when it started: it carries the token. A new start makes a new one.',
};

function accessTo(context: Context, options: PageAppOptions): Access {
  return accessOf(
    {
      host: context.req.header('host'),
      origin: context.req.header('origin'),
      cookie: context.req.header('cookie'),
      token: context.req.header('x-tare-token') ?? context.req.query('token'),
    },
    options.port,
    options.token,
  );
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Says in the page itself that it shows the example, so that no answer has to. */
const markExample = (page: string, lookedIn: readonly string[]): string =>
  page.replace('<body', () => `<body data-example="${lookedIn.join('\n').replaceAll(/[&<>"]/g, (character) => escapes[character] ?? '')}"`);

function liveStream(options: PageAppOptions): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let stop: (() => void) | undefined;
  return new ReadableStream({
    start(controller) {
      controller.enqueue(encoder.encode(': here\n\n'));
      stop = options.onChange((version) => controller.enqueue(encoder.encode(`data: ${version}\n\n`)));
    },
    cancel: () => stop?.(),
  });
}

/** The local page and its API. Routes: `/`, the page's files, `POST /api/ask`, `GET /api/live`. */
export function pageApp(options: PageAppOptions): Hono {
  const app = new Hono();
  app.use(async (context, next) => {
    const access = accessTo(context, options);
    if (access !== 'allowed') return context.text(`${refusals[access]}\n`, 403);
    await next();
    context.header('Content-Security-Policy', contentSecurityPolicy);
    context.header('X-Content-Type-Options', 'nosniff');
    context.header('Referrer-Policy', 'no-referrer');
    context.header('Cross-Origin-Resource-Policy', 'same-origin');
    context.header('Cross-Origin-Opener-Policy', 'same-origin');
    return undefined;
  });
  app.post('/api/ask', async (context) => {
    try {
      const { question, request } = parseQuestion(decodeWireValue(new Uint8Array(await context.req.arrayBuffer())));
      const answer = encodeWireValue(await options.answers.ask(question, request));
      return context.body(answer, 200, { 'Content-Type': 'application/octet-stream', 'Cache-Control': 'no-store' });
    } catch (error) {
      if (!TareError.isInstance(error)) throw error;
      return context.json({ code: error.code, message: error.message, hint: error.hint }, 400);
    }
  });
  app.get('/api/live', (context) =>
    context.body(liveStream(options), 200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' }),
  );
  app.get('*', (context) => {
    const path = new URL(context.req.url).pathname.slice(1);
    if (path === '' && context.req.query('token') !== undefined) {
      // The token moves from the address bar, which is copied and shown, into a cookie that no script reads.
      context.header('Set-Cookie', `${cookieName(options.port)}=${options.token}; HttpOnly; SameSite=Strict; Path=/`);
      return context.redirect('/');
    }
    const asset = options.assets.get(path === '' ? 'index.html' : path);
    if (asset === undefined) return context.text('No such file.\n', 404);
    if (path === '' && options.lookedIn !== undefined) {
      const page = markExample(new TextDecoder().decode(asset.body), options.lookedIn);
      return context.body(page, 200, { 'Content-Type': asset.contentType, 'Cache-Control': 'no-store' });
    }
    return context.body(asset.body, 200, { 'Content-Type': asset.contentType, 'Cache-Control': 'no-store' });
  });
  app.onError((error, context) =>
    context.json({ code: 'bug', message: error.message, hint: 'This is a bug in Tare; the command line prints the same answer.' }, 500),
  );
  return app;
}
