import { lostCacheDetector } from './lost-cache.ts';

export const cacheUnknown = lostCacheDetector({
  cause: 'cache-unknown',
  of: 'unknown',
  how: () => 'for no reason the transcript shows',
  fix: (losses) =>
    losses[0]?.run.source === 'captures'
      ? 'Nothing in the requests explains it but what changes by itself (a time, a number, an id): compare two of them at their start and move what differs behind what stays; if nothing does, the provider dropped the cache early.'
      : 'Nothing in the transcript explains it: the provider dropped the cache early, or a gateway or plug-in changed text that is not logged. Record one session through `tare gateway` to see the bytes.',
});
