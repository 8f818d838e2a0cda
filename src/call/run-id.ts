import type { Brand } from '../base/brand.ts';

/** Successive calls of one chain: `<session>/<chain>`. */
export type RunId = Brand<string, 'run-id'>;
