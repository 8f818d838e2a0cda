/// <reference lib="dom" />
/*
 * Pictures of the page for the README and docs/page.md, from the examples alone: light and dark Answer, one of each
 * other screen.
 *
 *   npm run build && npx tsx tools/make-screenshots.ts
 */
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { indexedPng } from './indexed-png.ts';
import { goToScreen, newPage, openTestedPage } from '../test/page/page-harness.ts';

/** What the window shows, decoded by the browser and written in few colours. */
async function pictureOf(page: Page): Promise<Uint8Array> {
  const shot = (await page.screenshot()).toString('base64');
  const { width, height, pixels } = await page.evaluate(async (base64) => {
    const image = new Image();
    image.src = `data:image/png;base64,${base64}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.width;
    canvas.height = image.height;
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('no canvas');
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    let text = '';
    for (let start = 0; start < data.length; start += 0x8000) text += String.fromCharCode(...data.subarray(start, start + 0x8000));
    return { width: image.width, height: image.height, pixels: btoa(text) };
  }, shot);
  return indexedPng(Buffer.from(pixels, 'base64'), width, height);
}

const folder = fileURLToPath(new URL('../docs/pictures/', import.meta.url));
const largest = 150_000;
mkdirSync(folder, { recursive: true });
const tested = await openTestedPage();
try {
  const filter = { timeZone: 'UTC' };
  const { sessions } = await tested.service.answers.ask('sessions', { filter, limit: 10 });
  const busiest = sessions.toSorted((a, b) => b.calls - a.calls)[0]?.session ?? '';
  const { runs } = await tested.service.answers.ask('session', { session: busiest });
  const segment = runs[0]?.spans.find(({ file }) => file !== null)?.segment ?? '';
  const loss = (runs[0]?.calls.find((call) => call.loss !== null)?.index ?? 0) + 1;
  const pictures = [
    ['answer-light', 'light', '#/answer'],
    ['answer-dark', 'dark', '#/answer'],
    ['tokens', 'light', `#/tokens?segment=${encodeURIComponent(segment)}`],
    ['session', 'light', `#/session/${encodeURIComponent(busiest)}?call=${loss}`],
    ['plan', 'light', '#/plan?fleet=20000'],
    ['claims', 'light', '#/claims'],
  ] as const;
  for (const [name, theme, place] of pictures) {
    const watched = await newPage(tested.browser, theme);
    await watched.page.goto(tested.served.url);
    await goToScreen(watched, tested.served, place);
    await watched.page.waitForTimeout(500);
    const path = `${folder}${name}.png`;
    writeFileSync(path, await pictureOf(watched.page));
    await watched.page.context().close();
    const { size } = statSync(path);
    process.stdout.write(`${name}.png ${Math.round(size / 1000)} kB${size > largest ? ', larger than it may be' : ''}\n`);
    if (size > largest) process.exitCode = 1;
  }
} finally {
  await tested.close();
}
