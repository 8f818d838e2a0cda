import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** Version of this package, from the package.json beside `src/` or `dist/`. */
export function programVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}
