import { formatUsd } from '../../base/number-format.ts';
import { lostCacheDetector, type LossInRun } from './lost-cache.ts';
import { fixFor } from './fix-for.ts';
import type { RunView } from './waste-view.ts';

const hour = 3600;

const idleOf = ({ loss }: LossInRun): number => (loss.cause.cause === 'expired' ? loss.cause.idleSeconds : 0);

/**
 * What a cache life of one hour instead of five minutes would have cost more, for all that the run wrote but the losses
 * themselves (an unsplit write is one of five minutes, the default); 0 where it wrote none for five minutes.
 */
function hourPremium(run: RunView, avoided: readonly LossInRun[]): number {
  const lost = new Map(avoided.map(({ loss }) => [loss.call, loss.tokens as number]));
  let usd = 0;
  for (const { index, usage, price } of run.calls) {
    const rates = price.usdPerMillion;
    if (rates === undefined) continue;
    const short = usage.cacheWrite5m ?? 0;
    const unsplit = usage.cacheWriteUnsplit ?? 0;
    const kept = Math.max(0, short + unsplit - (lost.get(index) ?? 0)) / Math.max(1, short + unsplit);
    const above = short * Math.max(0, rates.write1h - rates.write5m) + unsplit * Math.max(0, rates.write1h - rates.writeUnsplit);
    usd += (above * kept) / 1e6;
  }
  return usd;
}

/** Losses that an hour of cache life avoids are worth it only above its premium; longer pauses outlast any cache. */
function worthAvoiding(losses: readonly LossInRun[]): { losses: readonly LossInRun[]; editUsd: number } {
  const kept: LossInRun[] = losses.filter((loss) => idleOf(loss) > hour);
  let editUsd = 0;
  for (const run of new Set(losses.map((loss) => loss.run))) {
    const short = losses.filter((loss) => loss.run === run && idleOf(loss) <= hour);
    if (short.length === 0) continue;
    const premium = hourPremium(run, short);
    const saved = short.reduce((sum, { loss }) => sum + (loss.usd ?? 0), 0);
    if (saved <= premium && short.every(({ loss }) => loss.usd !== undefined)) continue;
    kept.push(...short);
    editUsd += premium;
  }
  return { losses: kept, editUsd };
}

const durationText = (seconds: number): string =>
  seconds < 5400
    ? `${Math.round(seconds / 60)} min`
    : seconds < 48 * hour
      ? `${(seconds / hour).toFixed(1)} h`
      : `${Math.round(seconds / 24 / hour)} days`;

export const cacheExpired = lostCacheDetector({
  cause: 'cache-expired',
  of: 'expired',
  keep: worthAvoiding,
  how(losses) {
    const idle = losses.map(idleOf).sort((a, b) => a - b);
    const shortest = durationText(idle[0] as number);
    const longest = durationText(idle.at(-1) as number);
    return `after ${shortest === longest ? shortest : `${shortest} to ${longest}`} without a call`;
  },
  fix(losses) {
    const source = losses[0]?.run.source ?? 'claude-code';
    const isShort = losses.some((loss) => idleOf(loss) <= hour);
    const isLong = losses.some((loss) => idleOf(loss) > hour);
    const premium = worthAvoiding(losses).editUsd;
    const keepAlive = fixFor(source, {
      'claude-code': `With an API key, set promptCacheTtl to "1h" (the ${formatUsd(premium)} that dearer writes would have cost are taken off)`,
      pi: `Set PI_CACHE_RETENTION=long (the ${formatUsd(premium)} that dearer writes would have cost are taken off)`,
      other: 'Answer within the cache life, or ask the provider for a longer one',
    });
    const leave = fixFor(source, {
      'claude-code': 'Before a long pause, run /compact while the cache still lives, or start the next piece of work with /clear',
      codex: 'Before a long pause, run /compact; start the next piece of work with /new',
      'gemini-cli': 'Before a long pause, run /compress; start the next piece of work with /clear',
      other: 'Compact before a long pause, or start the next piece of work in a new session',
    });
    return [isShort ? keepAlive : '', isLong ? leave : ''].filter((text) => text !== '').join('. ') + '.';
  },
});
