/// <reference lib="dom" />
/*
 * The page against its budget, on a made-up ledger of a million calls, in Chromium; prints a Markdown table.
 * The ledger stands in a temporary folder that is removed at the end.
 *
 * With --keep the ledger is made in that folder and stays there; one that is there already is taken as it is.
 *
 *   npm run build && npx tsx bench/page.ts [--calls 1000000] [--keep FOLDER]
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { chromium, type Page, type Response } from 'playwright-core';
import { median } from '../src/base/statistics.ts';
import { localService } from '../src/cli/local-service.ts';
import { pageAssets } from '../src/cli/page-assets.ts';
import { DuckdbFile } from '../src/ledger/duckdb/duckdb-file.ts';
import { DuckdbLedger } from '../src/ledger/duckdb/duckdb-ledger.ts';
import { servePage } from '../src/show/server/serve-page.ts';
import { madeIcicle } from './made-icicle.ts';
import { madeCalls } from './made-ledger.ts';

const { values: options } = parseArgs({ options: { calls: { type: 'string', default: '1000000' }, keep: { type: 'string' } } });
const calls = Number(options.calls);
type Row = readonly [what: string, measured: string, budget: string];
const rows: Row[] = [];
const add = (row: Row): void => {
  process.stderr.write(`${row.join(' | ')}\n`);
  rows.push(row);
};
const ms = (value: number): string => `${value.toFixed(0)} ms`;

function scriptSizes(): void {
  const size = (name: string): number => gzipSync(pageAssets().get(name)?.body ?? new Uint8Array(), { level: 9 }).length / 1000;
  const parts = Array.from(pageAssets().keys()).filter((name) => name.endsWith('.js') && name !== 'tare-whole.js');
  const of = (...names: string[]): number => names.reduce((sum, name) => sum + size(name), 0);
  const kB = (value: number): string => `${value.toFixed(1)} kB`;
  add(['JavaScript, gzipped: Answer, Tokens and Session', kB(of('tare.js')), '80 kB']);
  add(['… with Plan; with Claims', `${kB(of('tare.js', 'tare-plan-screen.js'))}; ${kB(of('tare.js', 'tare-claims-screen.js'))}`, '80 kB']);
  add(['… all that the five screens load', kB(of(...parts)), '80 kB']);
}

/** From the last byte of the first answer to the frame that shows its sentence; and how long the answer took. */
async function firstPaint(page: Page, url: string): Promise<{ readonly paint: number; readonly answer: number }> {
  await page.goto(url);
  await page.locator('h1').first().waitFor({ timeout: 120_000 });
  return page.evaluate(() => {
    const asked = performance
      .getEntriesByType('resource')
      .filter((entry) => entry.name.endsWith('/api/ask')) as PerformanceResourceTiming[];
    const first = asked[0];
    const { painted } = globalThis as unknown as { painted: number };
    return { paint: painted - (first?.responseEnd ?? 0), answer: (first?.responseEnd ?? 0) - (first?.requestStart ?? 0) };
  });
}

/** From an act to the second frame after it: what it changed is painted by then. */
async function timeOf(page: Page, act: string, times: number): Promise<number[]> {
  return page.evaluate(
    async ([body, count]) => {
      const frame = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => resolve()));
      // The act is a line of this bench, evaluated through the debugger.
      // oxlint-disable-next-line typescript/no-implied-eval -- a line of this bench, no input
      const run = new Function('index', body) as (index: number) => void;
      const spent: number[] = [];
      for (let index = 0; index < count; index++) {
        await frame();
        const start = performance.now();
        run(index);
        await frame();
        await frame();
        spent.push(performance.now() - start);
      }
      return spent;
    },
    [act, times] as const,
  );
}

const key = (selector: string, keys: readonly string[]): string =>
  `const keys = ${JSON.stringify(keys)}; document.querySelector('${selector}').dispatchEvent(new KeyboardEvent('keydown', { key: keys[index % keys.length], bubbles: true, cancelable: true }));`;
const slide = `const input = document.querySelectorAll('.plan-slider input')[index % 8]; input.value = String(60 + (index * 37) % 300); input.dispatchEvent(new Event('input', { bubbles: true }));`;

async function interaction(page: Page, what: string, act: string, times = 40): Promise<void> {
  const spent = await timeOf(page, act, times);
  add([`${what}, to the next picture: median, slowest of ${times}`, `${ms(median(spent))}, ${ms(Math.max(...spent))}`, '100 ms']);
}

/** What the boxes that an act asks for took: from the question to the last byte, of CPU (the server is this process), and in bytes. */
interface BoxesCost {
  readonly spent: number;
  readonly cpu: number;
  readonly bytes: number;
}

async function boxesOf(page: Page, act: () => Promise<void>): Promise<BoxesCost> {
  const before = process.cpuUsage();
  const isIcicle = (response: Response): boolean =>
    response.url().endsWith('/api/ask') && (response.request().postData() ?? '').includes('"icicle"');
  const [response] = await Promise.all([page.waitForResponse(isIcicle, { timeout: 120_000 }), act()]);
  await response.finished();
  const { user, system } = process.cpuUsage(before);
  const { requestStart, responseEnd } = response.request().timing();
  return { spent: responseEnd - requestStart, cpu: (user + system) / 1000, bytes: (await response.body()).length };
}

async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize / 1e6;
}

/** A ledger of so many calls. */
async function makeLedger(path: string): Promise<void> {
  const file = await DuckdbFile.open(path);
  for (const statement of madeCalls(calls)) await file.writer.run(statement);
  const made = await madeIcicle(file.writer, calls);
  await file.writer.run('CHECKPOINT');
  await file.close();
  const rowsOfCall = (made.nodes + made.stretches) / calls;
  add([
    'roll-up of the Tokens screen: rows a call, bytes of steps a call, CPU a call',
    `${rowsOfCall.toFixed(2)}, ${(made.stepBytes / calls).toFixed(1)} B, ${((made.cpuMilliseconds * 1000) / calls).toFixed(1)} µs`,
    '',
  ]);
}

const folder = options.keep ?? mkdtempSync(join(tmpdir(), 'tare-bench-page-'));
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env['TARE_CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
try {
  const path = join(folder, 'ledger.duckdb');
  if (!existsSync(path)) await makeLedger(path);
  const ledger = await DuckdbLedger.open(path);
  const service = localService({
    ledger,
    places: [],
    program: { version: 'bench', node: process.version },
    ledgerPath: path,
    holder: () => null,
    signal: new AbortController().signal,
    close: () => ledger.close(),
  });
  const served = await servePage({ answers: service.answers, token: 'bench', assets: pageAssets(), onChange: () => () => undefined });
  const { origin } = new URL(served.url);
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, bypassCSP: true });
  // What tsx puts around named functions, also in those that run in the page.
  await context.addInitScript('globalThis.__name = (it) => it');
  await context.addInitScript(() => {
    new MutationObserver((_, observer) => {
      if (document.querySelector('h1') === null) return;
      observer.disconnect();
      requestAnimationFrame(() => setTimeout(() => ((globalThis as unknown as { painted: number }).painted = performance.now())));
    }).observe(document, { childList: true, subtree: true });
  });
  const page = await context.newPage();
  scriptSizes();

  await page.goto(served.url);
  await page.locator('h1').first().waitFor({ timeout: 120_000 });
  const paints: { readonly paint: number; readonly answer: number }[] = [];
  for (let run = 0; run < 5; run++) {
    await page.goto('about:blank');
    paints.push(await firstPaint(page, `${origin}/#/answer`));
    await page.waitForTimeout(200);
  }
  add([
    'first meaningful paint after the server’s answer: median, slowest of 5',
    `${ms(median(paints.map(({ paint }) => paint)))}, ${ms(Math.max(...paints.map(({ paint }) => paint)))}`,
    '300 ms',
  ]);
  add(['the server’s answer for the first screen, median of 5', ms(median(paints.map(({ answer }) => answer))), '']);

  await page.goto(`${origin}/#/plan`);
  await page.locator('.plan-slider input').first().waitFor();
  await interaction(page, 'Plan: a slider', slide);

  const { sessions } = await service.answers.ask('sessions', { filter: { timeZone: 'UTC' }, limit: 1 });
  await page.goto(`${origin}/#/session/${encodeURIComponent(sessions[0]?.session ?? '')}?call=1`);
  await page.locator('.stepper').waitFor({ timeout: 60_000 });
  await interaction(page, 'Session: a step to the next call', key('.stepper', ['j', 'j', 'k']));

  for (const order of ['weight', 'time', 'tool']) {
    await page.goto('about:blank');
    // Questions are answered one after the other: what was asked before and is no longer looked at stands in front.
    await service.answers.ask('asIf', { filter: { timeZone: 'UTC' }, asIf: { model: 'deepseek-v3', gpu: 'H200-SXM' } });
    const whole = await boxesOf(page, () =>
      page.goto(`${origin}/#/tokens${order === 'weight' ? '' : `?order=${order}`}`).then(() => undefined),
    );
    await page.locator('figure.icicle canvas').waitFor({ timeout: 120_000 });
    const finer: BoxesCost[] = [];
    for (let step = 0; step < 5; step++) finer.push(await boxesOf(page, () => page.locator('figure.icicle').press('w')));
    const brushed: BoxesCost[] = [];
    for (let step = 0; step < 3; step++) brushed.push(await boxesOf(page, () => page.locator('figure.timeline').press('ArrowRight')));
    const cost = (costs: readonly BoxesCost[]): string =>
      `${ms(median(costs.map(({ spent }) => spent)))} (${ms(median(costs.map(({ cpu }) => cpu)))} of CPU), ${(median(costs.map(({ bytes }) => bytes)) / 1000).toFixed(0)} kB`;
    add([`Tokens by ${order}: the server’s boxes of everything`, cost([whole]), '']);
    add(['… finer ones after a zoom, median of 5', cost(finer), '']);
    add(['… of one day after the brush, median of 3', cost(brushed), '']);
  }
  await page.goto('about:blank');
  await page.goto(`${origin}/#/tokens`);
  await page.locator('figure.icicle canvas').waitFor({ timeout: 120_000 });
  await interaction(page, 'Tokens: a zoom', key('figure.icicle', ['w', 'd', 'a', 's']));
  await page.waitForTimeout(2000);
  const brush = page.locator('figure.timeline svg');
  await brush.waitFor();
  await interaction(
    page,
    'Tokens: the brush while it is dragged',
    `const svg = document.querySelector('figure.timeline svg'); const box = svg.getBoundingClientRect(); if (index === 0) { svg.setPointerCapture = () => {}; svg.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, clientX: box.x + 100, clientY: box.y + 20 })); } svg.dispatchEvent(new PointerEvent('pointermove', { bubbles: true, clientX: box.x + 100 + index * 20, clientY: box.y + 20 }));`,
  );

  await page.goto(`${origin}/#/session/${encodeURIComponent(sessions[0]?.session ?? '')}?call=1`);
  await page.locator('.stepper').waitFor({ timeout: 60_000 });
  await timeOf(page, key('.stepper', ['j', 'j', 'k']), 50);
  const before = await heapOf(page);
  await timeOf(page, key('.stepper', ['j', 'j', 'k']), 500);
  await page.goto(`${origin}/#/plan`);
  await page.locator('.plan-slider input').first().waitFor();
  await timeOf(page, slide, 500);
  await page.goto(`${origin}/#/session/${encodeURIComponent(sessions[0]?.session ?? '')}?call=1`);
  await page.locator('.stepper').waitFor({ timeout: 60_000 });
  await page.waitForTimeout(1000);
  add([
    'memory of the page before and after 1,000 interactions',
    `${before.toFixed(1)} MB, ${(await heapOf(page)).toFixed(1)} MB`,
    'steady',
  ]);

  process.stdout.write(`${calls.toLocaleString('en-US')} calls\n\n| what | measured | budget |\n|---|---:|---:|\n`);
  for (const row of rows) process.stdout.write(`| ${row.join(' | ')} |\n`);
  await served.close();
  await service.close();
} finally {
  await browser.close();
  if (options.keep === undefined) rmSync(folder, { recursive: true, force: true });
}
