import { readFileSync } from 'node:fs';
import type { Entry } from '../src/call/entry.ts';
import type { Finding } from '../src/call/finding.ts';
import type { SegmentId } from '../src/call/segment.ts';
import type { WeighedGroup } from '../src/weigh/weighed-group.ts';

const files = new Map<string, readonly string[]>();

function lineOf({ location: { file, line } }: Entry): string {
  let lines = files.get(file);
  if (lines === undefined) files.set(file, (lines = readFileSync(file, 'utf8').split('\n')));
  return lines[line - 1] ?? '';
}

const wordsOf = (entry: Entry): ReadonlySet<string> => new Set(lineOf(entry).match(/[A-Za-z_]\w{7,}/g));

/**
 * Words of eight letters or more that stand in a segment's line and nowhere else in the group, but for what the model
 * wrote from the first claimed call on: none means that nothing speaks for a use of it after it was called waste.
 * A check on detectors by the texts that they do not see.
 */
export function wordsReused(weighed: WeighedGroup, finding: Finding, id: SegmentId): readonly string[] {
  const placed = weighed.segments.get(id);
  const claims = finding.claims.filter((claim) => claim.segment === id);
  const [first] = claims;
  if (placed === undefined || first === undefined) return [];
  const from = Math.min(...claims.map((claim) => claim.from));
  const calls = new Map((weighed.runs.get(first.run) ?? []).map((call) => [call.key, call.index]));
  const own = wordsOf(placed.entry);
  const elsewhere = new Set<string>();
  const reused = new Set<string>();
  for (const entry of weighed.group.entries) {
    if (!('segments' in entry) || entry === placed.entry) continue;
    const call = entry.type === 'response' ? calls.get(entry.call) : undefined;
    const isLater = call !== undefined && call >= from;
    for (const word of wordsOf(entry)) {
      if (!own.has(word)) continue;
      if (!isLater) elsewhere.add(word);
      else if (!elsewhere.has(word)) reused.add(word);
    }
  }
  return [...reused];
}
