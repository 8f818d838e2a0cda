import { tokens } from '../../base/units.ts';
import type { SessionId } from '../../call/entry.ts';
import type { SegmentId } from '../../call/segment.ts';
import type { SegmentKind } from '../../call/segment-kind.ts';
import type { Tier } from '../../call/tier.ts';
import type { QueryRunner } from '../../ledger/query-runner.ts';
import { callContext } from '../../ledger/questions/call-context.ts';
import type { ContextAnswer } from './context-answer.ts';

/** A call of a run: the run's session and chain, and the call's index in it. */
export interface ContextRequest {
  readonly session: SessionId;
  readonly chain: string;
  readonly call: number;
}

export async function answerContext(query: QueryRunner, { session, chain, call }: ContextRequest): Promise<ContextAnswer> {
  const rows = await callContext(query, session, chain, call);
  return {
    rows: rows.map((row) => ({
      segment: row.segment as SegmentId,
      kind: row.kind as SegmentKind,
      tier: row.tier as Tier,
      label: row.label,
      tool: row.tool,
      target: row.target,
      tokens: tokens(row.tokens),
      since: row.since,
    })),
  };
}
