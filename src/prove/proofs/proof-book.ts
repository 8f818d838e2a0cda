import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { hashText } from '../../base/content-hash.ts';
import type { Timestamp } from '../../base/units.ts';
import type { FindingId } from '../../call/finding.ts';
import type { ProofResult } from '../statistics/verdict.ts';

/** What a replay has shown of a finding; a line of the book. */
export interface ProofRecord {
  readonly finding: FindingId;
  readonly verdict: ProofResult['verdict'];
  readonly time: Timestamp;
  /** The model that answered: what was shown holds for it. */
  readonly model: string;
  readonly edit: string;
  /** Folder with every exchange. */
  readonly experiment: string;
  readonly pairs: number;
}

/** States that replays have given to findings. */
export interface ProvedStates {
  readonly states: ReadonlyMap<FindingId, 'proved' | 'refuted'>;
  /** Changes whenever a state does; empty without any. */
  readonly version: string;
}

export const nothingProved: ProvedStates = { states: new Map(), version: '' };

function recordOf(line: string): readonly ProofRecord[] {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && 'finding' in value && 'verdict' in value ? [value as ProofRecord] : [];
  } catch {
    // A line that a crash has cut is as if the replay had not been.
    return [];
  }
}

/** The states in a book, the last replay of each finding counting; not proved and cannot tell leave a finding as it was. */
export function readProofs(file: string): ProvedStates {
  if (!existsSync(file)) return nothingProved;
  const states = new Map<FindingId, 'proved' | 'refuted'>();
  for (const { finding, verdict } of readFileSync(file, 'utf8').split('\n').flatMap(recordOf)) {
    if (verdict === 'proved') states.set(finding, 'proved');
    else if (verdict === 'harmful') states.set(finding, 'refuted');
    else states.delete(finding);
  }
  const listed = Array.from(states, (pair) => pair.join(' ')).sort();
  return { states, version: states.size === 0 ? '' : hashText(listed.join('\n')) };
}

/** Adds what a replay has shown. The folder of the book must exist. */
export function addProof(file: string, record: ProofRecord): void {
  appendFileSync(file, `${JSON.stringify(record)}\n`, { mode: 0o600 });
}
