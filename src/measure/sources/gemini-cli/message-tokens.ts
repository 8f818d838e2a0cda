import { tokens } from '../../../base/units.ts';
import { makeUsage, type Usage } from '../../../call/usage.ts';
import { WrongShape, type Fields } from '../common/fields.ts';

export interface TokenNames {
  readonly input: string;
  readonly output: string;
}

/**
 * `cached` is part of the input; `thoughts` are billed as output and stand outside `output`. What `tool` counts is
 * not documented and was 0 wherever it was seen: it is left out.
 */
export function readTokens(stated: Fields, names: TokenNames = { input: 'input', output: 'output' }): Usage {
  const input = stated.count(names.input);
  const cached = stated.count('cached');
  const output = stated.count(names.output);
  const thoughts = stated.count('thoughts');
  const uncached = input === undefined ? undefined : input - (cached ?? 0);
  if (uncached !== undefined && uncached < 0) throw new WrongShape(stated.pathOf('cached'));
  return makeUsage({
    inputUncached: uncached === undefined ? undefined : tokens(uncached),
    cacheRead: cached,
    output: output === undefined ? undefined : tokens(output + (thoughts ?? 0)),
    reasoning: thoughts,
  });
}
