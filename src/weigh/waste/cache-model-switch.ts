import { lostCacheDetector } from './lost-cache.ts';

export const cacheModelSwitch = lostCacheDetector({
  cause: 'cache-model-switch',
  of: 'model-switch',
  how(losses) {
    const switches = losses.flatMap(({ loss }) => (loss.cause.cause === 'model-switch' ? [loss.cause] : []));
    const pairs = new Set(switches.map(({ from, to }) => `${from} to ${to}`));
    const models = new Set(switches.flatMap(({ from, to }) => [from, to]));
    return pairs.size === 1 ? `by a switch from ${[...pairs].join()}` : `by switches between ${models.size} models`;
  },
  fix: () =>
    'Choose the model at the start of a session; give work for another model to a sub-agent or a new session, whose context is small.',
});
