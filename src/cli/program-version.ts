import { readFileSync } from 'node:fs';
import { assert } from '../base/assert.ts';
import { packageFolder } from './package-folder.ts';

/** Version of this package. */
export function programVersion(): string {
  const text = readFileSync(new URL('package.json', packageFolder), 'utf8');
  const stated: unknown = JSON.parse(text);
  const isNamed = typeof stated === 'object' && stated !== null && 'version' in stated;
  assert(isNamed && typeof stated.version === 'string', 'package.json names no version');
  return stated.version;
}
