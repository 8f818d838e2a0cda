import { assertNever } from '../../src/base/assert.ts';
import type { FindingCause } from '../../src/call/finding.ts';

/** A cause in a few words, for a label. */
export function causeName(cause: FindingCause): string {
  switch (cause) {
    case 'cache-expired':
      return 'cache expired';
    case 'cache-prefix-changed':
      return 'prefix changed';
    case 'cache-compaction':
      return 'compaction';
    case 'cache-model-switch':
      return 'model switched';
    case 'cache-tools-changed':
      return 'tool set changed';
    case 'cache-unknown':
      return 'cache lost, unknown';
    case 'duplicate-content':
      return 'same content twice';
    case 'superseded-result':
      return 'replaced results';
    case 'large-result-carried':
      return 'large results kept';
    case 'unused-tools':
      return 'tools never called';
    case 'failed-call':
      return 'failures carried';
    case 'whole-file-rewrite':
      return 'whole-file rewrites';
    case 'carried-reasoning':
      return 'reasoning carried';
    case 'session-not-cut':
      return 'session not cut';
    case 'repeated-subagent-startup':
      return 'sub-agent start-ups';
    default:
      return assertNever(cause);
  }
}
