import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { TareError } from '../base/tare-error.ts';
import { packageFolder } from './package-folder.ts';
import type { PageAsset } from '../show/server/page-app.ts';

const contentTypes: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
};

/** The page as `npm run build` left it. */
function pageFolder(): string {
  const folder = fileURLToPath(new URL('dist/web/', packageFolder));
  if (!existsSync(`${folder}index.html`))
    throw new TareError({ code: 'no-page', message: 'the page has not been built', hint: 'Run npm run build.' });
  return folder;
}

/** Every file of the page by its name. */
export function pageAssets(): ReadonlyMap<string, PageAsset> {
  const folder = pageFolder();
  const assets = new Map<string, PageAsset>();
  for (const name of readdirSync(folder)) {
    const contentType = contentTypes[name.slice(name.lastIndexOf('.') + 1)];
    if (contentType !== undefined) assets.set(name, { contentType, body: new Uint8Array(readFileSync(`${folder}${name}`)) });
  }
  return assets;
}
