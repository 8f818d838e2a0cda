import type { ContentHash } from '../../base/content-hash.ts';
import type { SessionGroup } from '../../call/session-group.ts';
import { readSegmentText } from '../sources/read-segment-text.ts';
import { hasPublishedTokenizer, type ExactCounter } from './exact-counter.ts';

/**
 * Counts every text of a group that speaks to a model whose tokenizer is published, where the text still stands in
 * its source. Texts that are gone stay uncounted, and are estimated.
 */
export function countGroup(group: SessionGroup, counter: ExactCounter, counts: Map<ContentHash, number>): void {
  if (!group.entries.some((entry) => entry.type === 'response' && hasPublishedTokenizer(entry.model))) return;
  for (const entry of group.entries) {
    if (!('segments' in entry)) continue;
    for (const { part, text, statedTokens } of entry.segments) {
      if (text === undefined || statedTokens !== undefined || counts.has(text.hash)) continue;
      const found = readSegmentText(entry.location, part, text.hash);
      if (found.state === 'present') counts.set(text.hash, counter.count(found.text));
    }
  }
}
