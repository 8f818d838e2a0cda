import type { SessionId } from '../../call/entry.ts';
import type { RunId } from '../../call/run-id.ts';
import type { Segment } from '../../call/segment.ts';
import type { SourceName } from '../../call/source-name.ts';

/** Why a pair of successive calls says nothing about the size of text. */
export const differenceExclusions = ['unknown-input', 'model-switch', 'compaction', 'context-rebuilt', 'image', 'fell-or-small'] as const;

export type DifferenceExclusion = (typeof differenceExclusions)[number];

/** Differences up to this many tokens are not compared: one reminder more or less decides them. */
export const smallestDifference = 50;

/** What the inputs of two successive calls of one run differ by, and what was added in between. */
export interface BilledDifference {
  readonly run: RunId;
  readonly session: SessionId;
  /** Index of the later call in its run. */
  readonly call: number;
  readonly model: string;
  readonly source: SourceName;
  readonly tokens: number;
  readonly added: readonly Segment[];
  /** Absent: it counts. */
  readonly exclusion?: DifferenceExclusion;
}
