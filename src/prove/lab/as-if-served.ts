import type { GpuSeconds } from '../../base/units.ts';
import { billedTokens } from './exchange-cost.ts';
import type { ExchangeRecord } from './experiment.ts';

/** Cost of tokens as if another model had made them on a named part. Handed in: what parts cost is not the lab's to know. */
export interface AsIfServed {
  readonly model: string;
  readonly gpu: string;
  readonly layout: string;
  /** Share of time that the part works. */
  readonly utilisation: number;
  cost(mix: ServedMix): { readonly gpuSeconds: GpuSeconds; readonly bandFactor: number };
}

export interface ServedMix {
  readonly uncachedInput: number;
  readonly cacheRead: number;
  readonly output: number;
  /** Mean context, in tokens, that an output token attends to. */
  readonly meanContext: number;
}

/** Tokens of exchanges by what serving costs; undefined where a count is unknown, since the sum would be too small. */
export function servedMix(exchanges: readonly ExchangeRecord[]): ServedMix | undefined {
  let [uncachedInput, cacheRead, output, attended] = [0, 0, 0, 0];
  for (const exchange of exchanges) {
    const billed = billedTokens(exchange);
    if (billed.input === undefined || billed.output === undefined) return undefined;
    const read = Math.min(billed.input, exchange.response.usage.cacheRead?.tokens ?? 0);
    uncachedInput += billed.input - read;
    cacheRead += read;
    output += billed.output;
    attended += billed.output * (billed.input + billed.output / 2);
  }
  return { uncachedInput, cacheRead, output, meanContext: output === 0 ? 0 : attended / output };
}
