/// <reference lib="dom" />
import { existsSync, readFileSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';
import { fileURLToPath } from 'node:url';
import { timestamp } from '../../src/base/units.ts';
import { openPlaces } from '../../src/cli/open-ledger.ts';
import { pageAssets } from '../../src/cli/page-assets.ts';
import type { TareService } from '../../src/cli/tare-service.ts';
import type { World } from '../../src/cli/world.ts';
import { allSources } from '../../src/measure/sources/registry.ts';
import { servePage, type ServedPage } from '../../src/show/server/serve-page.ts';

/** Where Debian and most others keep it. */
const browserPaths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const browserPath = process.env['TARE_CHROMIUM'] ?? browserPaths.find((path) => existsSync(path));

let said = false;

/** True where Chromium is installed; else says so once, loudly. */
export function hasChromium(): boolean {
  if (browserPath === undefined && !said) {
    said = true;
    process.stderr.write('\nSKIPPED: no Chromium found (apt-get install chromium, or set TARE_CHROMIUM); the page is not tested.\n');
  }
  return browserPath !== undefined;
}

/** Home of the person of the examples. */
export const exampleHome = fileURLToPath(new URL('../../examples/home', import.meta.url));

/** A world without a terminal; what is written is kept. */
export function quietWorld(): World & { readonly output: string[] } {
  const output: string[] = [];
  return {
    env: {},
    platform: 'linux',
    homeDirectory: exampleHome,
    workingDirectory: process.cwd(),
    clock: () => timestamp(Date.parse('2026-11-23T12:00:00Z')),
    writeOutput: (text) => void output.push(text),
    writeError: () => undefined,
    outputIsTerminal: false,
    errorIsTerminal: false,
    columns: 100,
    colorDepth: 'none',
    signal: new AbortController().signal,
    output,
  };
}

/** The page over the example transcripts, with a browser on it. */
export interface TestedPage {
  readonly service: TareService;
  readonly served: ServedPage;
  readonly browser: Browser;
  /** Tells the page that there is something new. */
  readonly announce: () => void;
  close(): Promise<void>;
}

/** The example transcripts, read and weighed. */
export async function openExamples(): Promise<TareService> {
  const home = { env: {}, platform: 'linux' as const, homeDirectory: exampleHome };
  const places = allSources.flatMap((source) => source.folders(home).map((folder) => ({ source, folder })));
  const service = await openPlaces(quietWorld(), places);
  await service.refresh();
  return service;
}

/** Chromium that goes nowhere by itself. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    ...(browserPath === undefined ? {} : { executablePath: browserPath }),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export async function openTestedPage(): Promise<TestedPage> {
  const service = await openExamples();
  const listeners = new Set<(version: number) => void>();
  const served = await servePage({
    answers: service.answers,
    token: 'a-token-for-tests',
    assets: pageAssets(),
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  });
  const browser = await launchBrowser();
  let version = 0;
  return {
    service,
    served,
    browser,
    announce: () => {
      version++;
      for (const listener of listeners) listener(version);
    },
    close: async () => {
      await browser.close();
      await served.close();
      await service.close();
    },
  };
}

/** What went wrong on a page while it was looked at. */
export interface Watched {
  readonly page: Page;
  readonly complaints: string[];
  /** Requests to anywhere but its own server. */
  readonly strangers: string[];
}

export async function newPage(browser: Browser, theme: 'light' | 'dark', size = { width: 1280, height: 800 }): Promise<Watched> {
  const context = await browser.newContext({
    viewport: size,
    colorScheme: theme,
    acceptDownloads: true,
    timezoneId: 'UTC',
    locale: 'en-US',
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  const strangers: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (!['data:', 'blob:', 'file:'].includes(protocol) && hostname !== '127.0.0.1') strangers.push(request.url());
  });
  return { page, complaints, strangers };
}

/** Goes to a screen and waits until its answers stand. */
export async function goToScreen({ page }: Watched, served: ServedPage, hash: string): Promise<void> {
  await page.goto(`${new URL(served.url).origin}/${hash}`);
  await page.reload();
  await page.waitForFunction(
    () =>
      document.querySelector('main') !== null &&
      document.querySelector('.waiting') === null &&
      document.querySelector('[aria-busy=true]') === null,
    undefined,
    { timeout: 60_000 },
  );
}

/** The accessibility checker's source, to run inside the page. */
export const axeSource = (): string =>
  readFileSync(fileURLToPath(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url)), 'utf8');
