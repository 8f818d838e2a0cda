import type { Brand } from '../base/brand.ts';
import type { Tokens, Usd } from '../base/units.ts';
import type { CallKey, SessionId } from './entry.ts';
import type { RunId } from './run-id.ts';
import type { SegmentId } from './segment.ts';

/** Made of what it rests on, so the same waste has the same id in every reading. */
export type FindingId = Brand<string, 'finding-id'>;

/** One detector a cause. */
export const findingCauses = [
  'cache-expired',
  'cache-prefix-changed',
  'cache-compaction',
  'cache-model-switch',
  'cache-tools-changed',
  'cache-unknown',
  'duplicate-content',
  'superseded-result',
  'large-result-carried',
  'unused-tools',
  'failed-call',
  'whole-file-rewrite',
  'carried-reasoning',
  'session-not-cut',
  'repeated-subagent-startup',
] as const;

export type FindingCause = (typeof findingCauses)[number];

export type FindingState = 'suspected' | 'measured' | 'proved' | 'refuted';

/** The order in which a token is given to findings: at most one has it. */
export const statePrecedence: readonly FindingState[] = ['proved', 'measured', 'suspected'];

export const claimEffects = ['removed', 'repriced'] as const;

export type ClaimEffect = (typeof claimEffects)[number];

/** Tokens of one segment in an interval of calls of one run, that a finding says need not have been billed. */
export interface ClaimedTokens {
  readonly segment: SegmentId;
  readonly run: RunId;
  /** Calls by index in the run, both included. */
  readonly from: number;
  readonly to: number;
  /** In each of those calls; at most what its placements there hold. */
  readonly tokens: Tokens;
  /**
   * `removed`: the tokens leave the context, so they cost what they cost there. `repriced`: they stay, at the price
   * of a cache read (a lost cache costs dollars, not tokens).
   */
  readonly effect: ClaimEffect;
}

/** A nominated piece of tare. */
export interface Finding {
  readonly id: FindingId;
  readonly cause: FindingCause;
  readonly state: FindingState;
  readonly session: SessionId;
  /** What happened, in one sentence with its figures. */
  readonly title: string;
  /** The edit that removes it: what to do, in one sentence. */
  readonly fix: string;
  readonly calls: readonly CallKey[];
  readonly segments: readonly SegmentId[];
  readonly claims: readonly ClaimedTokens[];
  /** Billed tokens that would not have been sent, after overlap with findings before it was taken out. */
  readonly tokens: Tokens;
  /** Saving at the real cache mix, less what the edit itself costs in lost cache. Absent where unpriced. */
  readonly usd?: Usd | undefined;
}
