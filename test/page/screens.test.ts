/// <reference lib="dom" />
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeSource, goToScreen, hasChromium, newPage, openTestedPage, type TestedPage } from './page-harness.ts';

const screens = ['#/answer', '#/tokens', '#/session', '#/plan', '#/claims'] as const;

describe.runIf(hasChromium())('the page in Chromium', () => {
  let tested: TestedPage;
  let session: string;

  beforeAll(async () => {
    tested = await openTestedPage();
    const { sessions } = await tested.service.answers.ask('sessions', { filter: { timeZone: 'UTC' }, limit: 1 });
    session = `#/session/${encodeURIComponent(sessions[0]?.session ?? '')}`;
    // The claims are judged once; later visits find the answer kept.
    await tested.service.answers.ask('claims', {});
  });

  afterAll(async () => {
    await tested?.close();
  });

  const open = async (theme: 'light' | 'dark') => {
    const watched = await newPage(tested.browser, theme);
    await watched.page.goto(tested.served.url);
    return watched;
  };

  test.each(['light', 'dark'] as const)(
    'every screen in %s: no complaint, no request to elsewhere, no serious accessibility finding',
    async (theme) => {
      const watched = await open(theme);
      for (const screen of [...screens, session]) {
        await goToScreen(watched, tested.served, screen);
        expect(await watched.page.locator('h1').first().innerText(), screen).not.toBe('');
        // Evaluated through the debugger, which the page's policy does not bind.
        await watched.page.evaluate(axeSource());
        const found = await watched.page.evaluate(async () => {
          const { axe } = globalThis as unknown as {
            axe: { run: () => Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> };
          };
          const { violations } = await axe.run();
          return violations
            .filter((each) => each.impact === 'serious' || each.impact === 'critical')
            .map((each) => `${each.id}: ${each.nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`);
        });
        expect(found, `${screen} ${theme}`).toEqual([]);
      }
      expect(watched.complaints).toEqual([]);
      expect(watched.strangers).toEqual([]);
      await watched.page.context().close();
    },
  );

  test('keys lead everywhere', async () => {
    const watched = await open('light');
    const { page } = watched;
    await goToScreen(watched, tested.served, '#/answer');
    for (const [key, tab] of [
      ['2', 'Tokens'],
      ['3', 'Session'],
      ['4', 'Plan'],
      ['5', 'Claims'],
      ['1', 'Answer'],
    ] as const) {
      await page.keyboard.press(key);
      await expect.poll(() => page.locator('.tab[aria-current=page]').innerText()).toContain(tab);
    }
    await page.keyboard.press('?');
    await expect.poll(() => page.locator('dialog[open]').count()).toBe(1);
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('dialog[open]').count()).toBe(0);
    await page.keyboard.press('t');
    await expect.poll(() => page.evaluate(() => document.documentElement.getAttribute('data-theme'))).toBe('dark');
    await page.context().close();
  });

  test('the address holds the whole view: a second visit shows the same, and back goes back', async () => {
    const watched = await open('light');
    const { page } = watched;
    await goToScreen(watched, tested.served, '#/tokens');
    await page.getByRole('button', { name: 'tool', exact: true }).click();
    await expect.poll(() => page.url()).toContain('order=tool');
    await page.reload();
    await expect.poll(() => page.getByRole('button', { name: 'tool', exact: true }).getAttribute('aria-pressed')).toBe('true');
    await page.goBack();
    await expect.poll(() => page.getByRole('button', { name: 'weight', exact: true }).getAttribute('aria-pressed')).toBe('true');
    await page.context().close();
  });

  test('calls are stepped through with the keyboard, and every call is placed as billed', async () => {
    const watched = await open('light');
    const { page } = watched;
    await goToScreen(watched, tested.served, `${session}?call=1`);
    await page.locator('.stepper').focus();
    await page.keyboard.press('j');
    await expect.poll(() => page.url()).toContain('call=2');
    const placed = await page.locator('aside p.soft', { hasText: 'placed' }).innerText();
    const [billed, sum] = (/([\d,]+) billed = ([\d,]+) placed/.exec(placed) ?? []).slice(1);
    expect(billed).toBeDefined();
    expect(sum).toBe(billed);
    await page.context().close();
  });

  test('a click on a box leads to its text with line numbers', async () => {
    const watched = await open('light');
    const { page } = watched;
    await goToScreen(watched, tested.served, '#/tokens?order=tool');
    const icicle = page.locator('.icicle canvas');
    const box = await icicle.boundingBox();
    if (box === null) throw new Error('no icicle');
    await icicle.click({ position: { x: 20, y: box.height * 0.4 } });
    await expect.poll(() => page.url()).toContain('segment=');
    await expect.poll(() => page.locator('.text-lines, main > p.soft').count()).toBeGreaterThan(0);
    await page.context().close();
  });

  test('a screen saved as one file opens from disk, offline, with the same sentence', async () => {
    const watched = await open('light');
    const { page } = watched;
    await goToScreen(watched, tested.served, '#/answer');
    const sentence = await page.locator('h1').innerText();
    const [download] = await Promise.all([page.waitForEvent('download'), page.locator('[data-export=HTML]').click()]);
    const folder = mkdtempSync(join(tmpdir(), 'tare-page-'));
    try {
      const file = join(folder, 'saved.html');
      await download.saveAs(file);
      const saved = await newPage(tested.browser, 'light');
      await saved.page.goto(pathToFileURL(file).href);
      await expect.poll(() => saved.page.locator('h1').innerText()).toBe(sentence);
      expect(saved.complaints).toEqual([]);
      expect(saved.strangers).toEqual([]);
      await saved.page.context().close();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    await page.context().close();
  });

  test('tables and pictures can be saved', async () => {
    const watched = await open('dark');
    await goToScreen(watched, tested.served, '#/answer');
    for (const kind of ['CSV', 'PNG'] as const) {
      const [download] = await Promise.all([watched.page.waitForEvent('download'), watched.page.locator(`[data-export=${kind}]`).click()]);
      expect(download.suggestedFilename()).toBe(`tare-answer.${kind.toLowerCase()}`);
    }
    await watched.page.context().close();
  });

  test('new calls appear without a reload, and what is looked at does not move', async () => {
    const watched = await open('light');
    const { page } = watched;
    await goToScreen(watched, tested.served, '#/answer');
    await page.evaluate(() => {
      (globalThis as { mark?: boolean }).mark = true;
      scrollTo(0, 200);
    });
    const [answered] = await Promise.all([
      page.waitForResponse((response) => response.url().endsWith('/api/ask')),
      Promise.resolve(tested.announce()),
    ]);
    expect(answered.status()).toBe(200);
    expect(await page.evaluate(() => [(globalThis as { mark?: boolean }).mark, scrollY > 0])).toEqual([true, true]);
    await page.context().close();
  });

  test('a phone sees every screen without scrolling sideways', async () => {
    const watched = await newPage(tested.browser, 'light', { width: 390, height: 800 });
    await watched.page.goto(tested.served.url);
    for (const screen of [...screens, session]) {
      await goToScreen(watched, tested.served, screen);
      expect(await watched.page.evaluate(() => document.documentElement.scrollWidth), screen).toBeLessThanOrEqual(390);
    }
    await watched.page.context().close();
  });

  test('without the token nothing is told', async () => {
    const { origin } = new URL(tested.served.url);
    const answers = await Promise.all([
      fetch(`${origin}/`),
      fetch(`${origin}/api/ask`, { method: 'POST', body: '{}' }),
      fetch(`${origin}/?token=wrong`),
    ]);
    expect(answers.map((answer) => answer.status)).toEqual([403, 403, 403]);
    const rebound = await fetch(`${origin}/?token=a-token-for-tests`, { headers: { origin: 'http://evil.example' } });
    expect(rebound.status).toBe(403);
  });
});
