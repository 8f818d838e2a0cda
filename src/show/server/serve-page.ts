import { serve } from '@hono/node-server';
import type { AddressInfo } from 'node:net';
import { pageApp, type PageAppOptions } from './page-app.ts';

/** The page as it is served; `url` carries the token. */
export interface ServedPage {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Serves the page on 127.0.0.1 at a free port, or at the one given. */
export function servePage(options: Omit<PageAppOptions, 'port'>, port = 0): Promise<ServedPage> {
  return new Promise((resolve, reject) => {
    let fetchPage: ((request: Request) => Response | Promise<Response>) | undefined;
    const server = serve(
      { hostname: '127.0.0.1', port, fetch: (request) => fetchPage?.(request) ?? new Response('', { status: 503 }) },
      (address: AddressInfo) => {
        const app = pageApp({ ...options, port: address.port });
        fetchPage = (request) => app.fetch(request);
        resolve({
          url: `http://127.0.0.1:${address.port}/?token=${options.token}`,
          port: address.port,
          close: () =>
            new Promise((closed) => {
              server.close(() => closed());
              if ('closeAllConnections' in server) server.closeAllConnections();
            }),
        });
      },
    );
    server.once('error', reject);
  });
}
