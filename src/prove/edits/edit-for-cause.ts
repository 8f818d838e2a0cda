import { assertNever } from '../../base/assert.ts';
import type { FindingCause } from '../../call/finding.ts';
import { cacheBreakpoints } from './cache-breakpoints.ts';
import { deduplicateContent } from './deduplicate-content.ts';
import type { Edit } from './edit.ts';
import { maskToolResults } from './mask-tool-results.ts';
import { removeTools } from './remove-tools.ts';
import { truncateHistory } from './truncate-history.ts';

/** The edit that removes a kind of waste from a request; undefined where the remedy lies outside of requests. */
export function editForCause(cause: FindingCause): Edit | undefined {
  switch (cause) {
    case 'duplicate-content':
      return deduplicateContent;
    case 'superseded-result':
    case 'large-result-carried':
      return maskToolResults(3);
    case 'unused-tools':
      return removeTools();
    case 'session-not-cut':
      return truncateHistory(3);
    case 'cache-prefix-changed':
      return cacheBreakpoints;
    case 'cache-expired':
    case 'cache-compaction':
    case 'cache-model-switch':
    case 'cache-tools-changed':
    case 'cache-unknown':
    case 'failed-call':
    case 'whole-file-rewrite':
    case 'carried-reasoning':
    case 'repeated-subagent-startup':
      return undefined;
    default:
      return assertNever(cause);
  }
}
