import { lostCacheDetector } from './lost-cache.ts';

export const cacheUnknown = lostCacheDetector({
  cause: 'cache-unknown',
  of: 'unknown',
  how: () => 'for no reason the transcript shows',
  fix: () =>
    'Nothing in the transcript explains it: the provider dropped the cache early, or a gateway or plug-in changed text that is not logged. Record one session through `tare gateway` to see the bytes.',
});
