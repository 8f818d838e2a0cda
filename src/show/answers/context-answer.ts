import type { Tokens } from '../../base/units.ts';
import type { SegmentId } from '../../call/segment.ts';
import type { SegmentKind } from '../../call/segment-kind.ts';
import type { Tier } from '../../call/tier.ts';

/** A segment in a call's context; one that stands at two tiers has two rows. */
export interface ContextRow {
  readonly segment: SegmentId;
  readonly kind: SegmentKind;
  readonly tier: Tier;
  readonly label: string | null;
  readonly tool: string | null;
  readonly target: string | null;
  readonly tokens: Tokens;
  /** Index of the run's call that first carried it. */
  readonly since: number;
}

/** Answer of a step to a call: its exact context in prompt order, what it wrote last. */
export interface ContextAnswer {
  readonly rows: readonly ContextRow[];
}
