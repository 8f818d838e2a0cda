import type { Fraction } from '../../base/units.ts';

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/**
 * Where in a text a target first stands by itself, as a share of the text. A first mention is not yet a conclusion: on
 * rollouts of correct traces it misses the point of convergence by 30 points a trace (docs/proving.md), so it
 * nominates and proves nothing.
 */
export function firstMention(text: string, targets: readonly string[]): Fraction | undefined {
  let first: number | undefined;
  for (const target of targets) {
    const trimmed = target.trim();
    if (trimmed === '') continue;
    const found = new RegExp(`(?<![\\p{L}\\p{N}.])${escaped(trimmed)}(?![\\p{L}\\p{N}]|\\.\\d)`, 'iu').exec(text);
    if (found !== null && (first === undefined || found.index < first)) first = found.index;
  }
  return first === undefined || text.length === 0 ? undefined : ((first / text.length) as Fraction);
}
