import { lostCacheDetector } from './lost-cache.ts';
import { fixFor } from './fix-for.ts';

export const cacheCompaction = lostCacheDetector({
  cause: 'cache-compaction',
  of: 'compaction',
  how: () => 'when the context was compacted',
  fix: (losses) =>
    fixFor(losses[0]?.run.source ?? 'claude-code', {
      'claude-code': 'Compact less often: run /clear between pieces of work, so that fewer sessions grow until they compact by themselves.',
      codex: 'Compact less often: run /new between pieces of work, or raise model_auto_compact_token_limit.',
      other: 'Compact less often: start a new session between pieces of work.',
    }),
});
