import { TareError } from '../../base/tare-error.ts';
import { seconds } from '../../base/units.ts';
import type { ReplicaCost } from './replica-cost.ts';

/** Speculative decoding: a step verifies `drafts` tokens beside the next one, and yields `tokensPerStep` in the mean. */
export interface Speculation {
  readonly drafts: number;
  readonly tokensPerStep: number;
}

/** @throws {TareError} `bad-speculation` */
export function checkSpeculation({ drafts, tokensPerStep }: Speculation): void {
  const refuse = (message: string, hint: string): never => {
    throw new TareError({ code: 'bad-speculation', message: `speculative decoding: ${message}`, hint });
  };
  if (!Number.isInteger(drafts) || drafts < 1 || drafts > 64) {
    refuse(`${drafts} drafts a step`, 'Give a whole number of drafts from 1 to 64 (--drafts 1).');
  }
  if (!(tokensPerStep >= 1 && tokensPerStep <= drafts + 1)) {
    refuse(
      `${tokensPerStep} tokens a step with ${drafts} drafts`,
      `Give tokens a step from 1 (no draft accepted) to ${drafts + 1} (all of them): --tokens-per-step.`,
    );
  }
}

/** Tokens of one sequence that a decode step computes. */
export const verifiedTokens = (speculation: Speculation | undefined): number => 1 + (speculation?.drafts ?? 0);

/**
 * A cost by the token, of one whose decode steps verify `1 + drafts` tokens a sequence: what decoding adds to a step is shared
 * by the tokens that the step yields, a prompt's part is not. Monotone where `verifying` is.
 */
export function sharedByTokens(verifying: ReplicaCost, speculation: Speculation | undefined): ReplicaCost {
  if (speculation === undefined) return verifying;
  const share = 1 / speculation.tokensPerStep;
  return {
    ...verifying,
    stepSeconds(batch) {
      const whole = verifying.stepSeconds(batch);
      if (batch.decodeSequences === 0) return whole;
      if (batch.prefillTokens === 0) return seconds(whole * share);
      const prompt = verifying.stepSeconds({ ...batch, decodeSequences: 0, decodeContextTokens: 0 });
      return seconds(whole * share + prompt * (1 - share));
    },
  };
}
