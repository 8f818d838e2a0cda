/// <reference lib="dom" />
import { appendFileSync, cpSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTare } from '../../src/cli/open-ledger.ts';
import { openPage } from '../../src/cli/open-page.ts';
import type { TareService } from '../../src/cli/tare-service.ts';
import { exampleHome, hasChromium, launchBrowser, newPage, quietWorld } from './page-harness.ts';
import type { Browser, Page } from 'playwright-core';

/** The page as `tare` serves it, over a person's home. */
interface RunningTare {
  readonly service: TareService;
  readonly url: string;
  stop(): Promise<void>;
}

async function startTare(home: string): Promise<RunningTare> {
  const abort = new AbortController();
  const quiet = quietWorld();
  const world = { ...quiet, homeDirectory: home, env: { TARE_HOME: join(home, 'tare') }, signal: abort.signal };
  const service = await openTare(world, {});
  await service.refresh();
  const ended = openPage(service, world, { port: 0, openBrowser: false });
  await expect.poll(() => quiet.output.join('')).toContain('The page:');
  return {
    service,
    url: /http:\S+/.exec(quiet.output.join(''))?.[0] ?? '',
    stop: async () => {
      abort.abort();
      await ended;
      await service.close();
    },
  };
}

function transcriptOf(home: string): string {
  const folder = join(home, '.claude', 'projects', '-home-mara-slackwater');
  const name = readdirSync(folder).find((file) => file.startsWith('6a1c0f2e') && file.endsWith('.jsonl')) ?? '';
  return join(folder, name);
}

/** One more call at the end of a transcript, as the agent would write it. */
function appendCall(file: string): void {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  const last = JSON.parse(lines.at(-1) ?? '') as { readonly uuid: string; readonly timestamp: string };
  const answer = JSON.parse(lines.findLast((line) => line.includes('"type":"assistant"')) ?? '') as {
    readonly message: Record<string, unknown>;
  };
  appendFileSync(
    file,
    `${JSON.stringify({
      ...answer,
      uuid: '00000000-0000-4000-8000-00000000new1',
      parentUuid: last.uuid,
      requestId: 'req_appended',
      timestamp: new Date(Date.parse(last.timestamp) + 60_000).toISOString(),
      message: { ...answer.message, id: 'msg_appended' },
    })}\n`,
  );
}

const sub = (page: Page): Promise<string> => page.locator('p.sub').first().innerText();

describe.runIf(hasChromium())('the page while things happen', () => {
  let browser: Browser;
  let home: string;

  beforeAll(async () => {
    browser = await launchBrowser();
    home = mkdtempSync(join(tmpdir(), 'tare-live-'));
    cpSync(exampleHome, home, { recursive: true });
  });

  afterAll(async () => {
    await browser?.close();
    rmSync(home, { recursive: true, force: true });
  });

  test('a call that an agent makes appears without a reload, and what is looked at does not move', async () => {
    const tare = await startTare(home);
    const [answer, session] = [await newPage(browser, 'light'), await newPage(browser, 'light')];
    await answer.page.goto(tare.url);
    await expect.poll(() => sub(answer.page)).toContain('83 calls');
    await session.page.goto(tare.url);
    await session.page.goto(`${new URL(tare.url).origin}/#/session/claude-code:6a1c0f2e-0b7d-4c55-9e0a-3f5b8a7d2c01?call=10`);
    await expect.poll(() => session.page.locator('h1').innerText()).toContain('56 calls');
    await answer.page.evaluate(() => {
      (globalThis as { mark?: boolean }).mark = true;
      scrollTo(0, 120);
    });
    const place = await answer.page.evaluate(() => [scrollY, document.querySelector('table.findings')?.getBoundingClientRect().top]);

    appendCall(transcriptOf(home));

    await expect.poll(() => sub(answer.page), { timeout: 20_000 }).toContain('84 calls');
    expect(await answer.page.evaluate(() => (globalThis as { mark?: boolean }).mark)).toBe(true);
    expect(await answer.page.evaluate(() => [scrollY, document.querySelector('table.findings')?.getBoundingClientRect().top])).toEqual(
      place,
    );
    await expect.poll(() => session.page.locator('h1').innerText(), { timeout: 20_000 }).toContain('57 calls');
    expect(await session.page.locator('aside h2').first().innerText()).toContain('Call 10 of 51');
    await tare.stop();
    await Promise.all([answer.page.context().close(), session.page.context().close()]);
  });

  test('when tare has ended, the page keeps what it shows and says what to do', async () => {
    const tare = await startTare(home);
    const { page } = await newPage(browser, 'light');
    await page.goto(tare.url);
    await expect.poll(() => sub(page)).toContain('84 calls');
    await tare.stop();
    await page.locator('select.scope').selectOption('7');
    await expect.poll(() => page.locator('[role=alert]').first().innerText()).toContain('no longer running');
    expect(await page.locator('[role=alert]').first().innerText()).toContain('Start tare again');
    expect(await sub(page)).toContain('84 calls');
    await page.context().close();
  });

  test('a ledger that another tare holds is read through it, and taken over when that ends', async () => {
    const first = await startTare(home);
    const second = await startTare(home);
    const { page } = await newPage(browser, 'light');
    await page.goto(second.url);
    await expect.poll(() => sub(page)).toContain('84 calls');
    await first.stop();
    await page.locator('.unit button', { hasText: '$' }).click();
    await page.reload();
    await expect.poll(() => sub(page), { timeout: 20_000 }).toContain('84 calls');
    await second.stop();
    await page.context().close();
  });

  test('slow, empty and wrong: each says what is going on', async () => {
    const tare = await startTare(home);
    const { page } = await newPage(browser, 'light');
    await page.goto(tare.url);
    await expect.poll(() => sub(page)).toContain('84 calls');
    const { origin } = new URL(tare.url);
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    await page.route('**/api/ask', async (route) => {
      await held;
      // The page may have asked again meanwhile, which drops this one.
      await route.fallback().catch(() => undefined);
    });
    await page.reload();
    await expect.poll(() => page.locator('[role=status]').first().innerText()).toContain('Weighing');
    release();
    await expect.poll(() => sub(page)).toContain('84 calls');
    for (const [screen, words] of [
      ['answer', 'No call in this period'],
      ['tokens', 'No call in this period'],
      ['session', 'No session in this period'],
    ] as const) {
      await page.goto(`${origin}/#/${screen}?since=2030-01-01`);
      await expect.poll(() => page.locator('.notice h2').first().innerText()).toBe(words);
    }
    await page.goto(`${origin}/#/answer?since=someday`);
    await expect.poll(() => page.locator('[role=alert]').first().innerText()).toContain('someday: not a time');
    await page.goto(`${origin}/#/session/nobody`);
    await expect.poll(() => page.locator('[role=alert]').first().innerText()).toContain('tare session lists all of them');
    await tare.stop();
    await page.context().close();
  });
});
