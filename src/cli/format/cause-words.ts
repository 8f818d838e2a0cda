import { assertNever } from '../../base/assert.ts';
import type { FindingCause } from '../../call/finding.ts';

/** A cause in words that stand in a table. */
export function causeWords(cause: FindingCause): string {
  switch (cause) {
    case 'cache-expired':
      return 'cache expired while idle';
    case 'cache-prefix-changed':
      return 'cache lost: prefix changed';
    case 'cache-compaction':
      return 'cache lost to compaction';
    case 'cache-model-switch':
      return 'cache lost: model switched';
    case 'cache-tools-changed':
      return 'cache lost: tool set changed';
    case 'cache-unknown':
      return 'cache lost: cause not in the source';
    case 'duplicate-content':
      return 'same content twice in a context';
    case 'superseded-result':
      return 'results replaced but still carried';
    case 'large-result-carried':
      return 'large results carried after use';
    case 'unused-tools':
      return 'tool schemas never called';
    case 'failed-call':
      return 'failed and retried calls carried';
    case 'whole-file-rewrite':
      return 'whole files rewritten';
    case 'carried-reasoning':
      return 'old reasoning carried on';
    case 'session-not-cut':
      return 'session not cut between tasks';
    case 'repeated-subagent-startup':
      return 'sub-agent start-up repeated';
    default:
      return assertNever(cause);
  }
}
