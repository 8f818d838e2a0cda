import { lostCacheDetector } from './lost-cache.ts';

export const cacheModelSwitch = lostCacheDetector({
  cause: 'cache-model-switch',
  of: 'model-switch',
  how(losses) {
    const pairs = new Set(losses.map(({ loss }) => (loss.cause.cause === 'model-switch' ? `${loss.cause.from} to ${loss.cause.to}` : '')));
    return `by a switch of model (${[...pairs].slice(0, 2).join('; ')})`;
  },
  fix: () =>
    'Choose the model at the start of a session; give work for another model to a sub-agent or a new session, whose context is small.',
});
