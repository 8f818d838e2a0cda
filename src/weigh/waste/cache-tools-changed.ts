import { lostCacheDetector } from './lost-cache.ts';

export const cacheToolsChanged = lostCacheDetector({
  cause: 'cache-tools-changed',
  of: 'tools-changed',
  how: () => 'as the set of tools changed',
  fix: () =>
    'Connect MCP servers and switch tools before the first message; tool schemas stand in front of everything, so a change rewrites the whole context.',
});
