import { TareError } from '../../base/tare-error.ts';
import { tokens, usd } from '../../base/units.ts';
import type { SessionId } from '../../call/entry.ts';
import type { FindingCause, FindingState } from '../../call/finding.ts';
import type { RunId } from '../../call/run-id.ts';
import type { SegmentId } from '../../call/segment.ts';
import type { SegmentKind } from '../../call/segment-kind.ts';
import type { Tier } from '../../call/tier.ts';
import type { CacheLossCause } from '../../call/weighing.ts';
import type { QueryRunner } from '../../ledger/query-runner.ts';
import { findingsOn, lossesOf, segmentLives, segmentStretches } from '../../ledger/questions/segment-life.ts';
import { handleOf } from './answer-findings.ts';
import type { SegmentAnswer, SegmentLife } from './segment-answer.ts';

/** One segment's weight and life. @throws {TareError} when no call carried a segment of that id */
export async function answerSegment(query: QueryRunner, segment: SegmentId): Promise<SegmentAnswer> {
  const stored = await segmentLives(query, segment);
  const [first] = stored;
  if (first === undefined) {
    throw new TareError({
      code: 'unknown-segment',
      message: 'no call carried this segment',
      hint: 'It may have been forgotten or weighed anew since; pick it again.',
    });
  }
  const stretches = await segmentStretches(query, segment);
  const lives: SegmentLife[] = [];
  for (const life of stored) {
    const losses = await lossesOf(query, life.chain);
    lives.push({
      session: life.session as SessionId,
      run: `${life.session}/${life.chainName}` as RunId,
      agent: life.chainName === 'main' ? 'main' : `${life.agentType ?? 'sub-agent'} ${life.chainName}`,
      tokens: tokens(life.tokens),
      weight: tokens(life.weight),
      usd: life.usd === null ? null : usd(life.usd),
      calls: life.calls,
      firstCall: life.firstCall,
      lastCall: life.lastCall,
      stretches: stretches
        .filter((stretch) => stretch.chain === life.chain)
        .map((stretch) => ({ from: stretch.from, to: stretch.to, tier: stretch.tier as Tier, tokens: tokens(stretch.tokens) })),
      losses: losses
        .filter(({ call }) => call > life.firstCall && call <= life.lastCall)
        .map(({ call, detail }) => ({ call, cause: JSON.parse(detail) as CacheLossCause })),
    });
  }
  const findings = await findingsOn(query, segment);
  return {
    segment,
    kind: first.kind as SegmentKind,
    label: first.label,
    tool: first.tool,
    target: first.target,
    lives,
    findings: findings.map((finding) => ({
      handle: handleOf(finding.id),
      cause: finding.cause as FindingCause,
      state: finding.state as FindingState,
      title: finding.title,
    })),
  };
}
