import type { Segment } from '../../call/segment.ts';
import type { SourceName } from '../../call/source-name.ts';

/** Estimates how many tokens a segment takes in a prompt. Pure: the same segment and model give the same figure. */
export interface TokenEstimator {
  /** Stored with what was counted by it. */
  readonly version: string;
  /** Name of the tokenizer family the model is counted with, in the frame of the agent that calls it. */
  familyOf(model: string | undefined, source?: SourceName): string;
  /** Tokens, not rounded. Absent where nothing of the segment can be seen: an image without size, hidden reasoning without length. */
  estimate(segment: Segment, model: string | undefined, source?: SourceName): number | undefined;
}
