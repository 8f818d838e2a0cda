import { assertNever } from '../../src/base/assert.ts';
import { formatSignificant } from '../../src/base/number-format.ts';
import type { CacheLossCause } from '../../src/call/weighing.ts';

/** Why a cache was lost, in words. */
export function lossWords(cause: CacheLossCause): string {
  switch (cause.cause) {
    case 'expired':
      return `it expired after ${formatSignificant(cause.idleSeconds / 60, 2)} min idle`;
    case 'prefix-changed':
      return cause.kind === undefined ? 'the prefix changed' : `the prefix changed (${cause.kind})`;
    case 'compaction':
      return 'the context was compacted';
    case 'model-switch':
      return `the model changed from ${cause.from} to ${cause.to}`;
    case 'tools-changed':
      return 'the tool set changed';
    case 'unknown':
      return 'for a cause that the source does not show';
    default:
      return assertNever(cause);
  }
}
