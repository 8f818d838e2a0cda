/**
 * What a span of a call's content is. `tools` are schemas, `summary` is what a compaction left, and `unseen`
 * was billed but does not stand in the source.
 */
export const segmentKinds = [
  'system',
  'tools',
  'user',
  'document',
  'tool-call',
  'tool-result',
  'reasoning',
  'answer',
  'summary',
  'image',
  'unseen',
] as const;

export type SegmentKind = (typeof segmentKinds)[number];
