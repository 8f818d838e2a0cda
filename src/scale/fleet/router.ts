import { assertNever } from '../../base/assert.ts';
import type { Replica } from './replica.ts';

export const routerPolicies = ['round-robin', 'least-loaded', 'least-tokens', 'prefix-aware'] as const;

/**
 * How a request finds its replica: in turn; where the fewest requests, or the fewest tokens, are outstanding; or where
 * most of its prompt is cached, unless that replica has `slack` requests more than the least loaded one.
 */
export type RouterPolicy = (typeof routerPolicies)[number];

/** Requests that a replica may stand above the least loaded and still be chosen for its cache. */
const slack = 8;

export class Router {
  readonly #policy: RouterPolicy;
  #turn = 0;

  constructor(policy: RouterPolicy) {
    this.#policy = policy;
  }

  /** One of `candidates`, which is not empty. */
  choose(candidates: readonly Replica[], request: number): Replica {
    if (candidates.length === 1) return candidates[0] as Replica;
    switch (this.#policy) {
      case 'round-robin':
        return candidates[this.#turn++ % candidates.length] as Replica;
      case 'least-loaded':
        return leastBy(candidates, (replica) => replica.outstanding);
      case 'least-tokens':
        return leastBy(candidates, (replica) => replica.outstandingTokens);
      case 'prefix-aware':
        return this.#prefixAware(candidates, request);
      default:
        return assertNever(this.#policy);
    }
  }

  #prefixAware(candidates: readonly Replica[], request: number): Replica {
    const least = leastBy(candidates, (replica) => replica.outstanding);
    let best = least;
    let bestHits = least.prefixHits(request);
    for (const replica of candidates) {
      if (replica.outstanding > least.outstanding + slack) continue;
      const hits = replica.prefixHits(request);
      if (hits > bestHits || (hits === bestHits && hits > 0 && replica.outstanding < best.outstanding)) {
        best = replica;
        bestHits = hits;
      }
    }
    return best;
  }
}

function leastBy(candidates: readonly Replica[], load: (replica: Replica) => number): Replica {
  let best = candidates[0] as Replica;
  let bestLoad = load(best);
  for (let index = 1; index < candidates.length; index++) {
    const replica = candidates[index] as Replica;
    const itsLoad = load(replica);
    if (itsLoad < bestLoad) {
      best = replica;
      bestLoad = itsLoad;
    }
  }
  return best;
}
