import type { Fraction, GpuSeconds, Joules, Seconds, Timestamp, Tokens, Usd } from '../../base/units.ts';
import type { EndpointFacts, FailureReason } from '../endpoints/endpoint.ts';
import type { Phase } from '../phases/phase.ts';
import type { ProofResult } from '../statistics/verdict.ts';
import type { JudgeAnswer } from './judge.ts';
import type { CostUnit, Pilot } from './experiment.ts';

/** How an arm did, over the tasks it was asked. */
export interface ArmAnswer {
  readonly name: string;
  readonly description: string;
  readonly isBaseline: boolean;
  readonly tasks: number;
  readonly solved: number;
  readonly solvedByLevel: readonly { readonly level: number; readonly tasks: number; readonly solved: number }[];
  /** Why responses did not come, and how many. */
  readonly failures: readonly { readonly reason: FailureReason; readonly count: number; readonly example: string }[];
  /** Responses that ran into their cap. */
  readonly capped: number;
  /** Things a reader must know, each with how many exchanges it holds for. */
  readonly warnings: readonly { readonly text: string; readonly count: number }[];
  readonly input: Tokens;
  readonly output: Tokens;
  /** Exchanges whose counts nobody knows; they are not in the sums. */
  readonly unknownCounts: number;
  /** Exchanges whose output is not as the server reported it. */
  readonly estimatedCounts: number;
  /** Output by phase of reasoning, the answer included; estimated from the share of the text. */
  readonly outputByPhase: Readonly<Partial<Record<Phase, Tokens>>>;
  /** Where in the output the right answer first stands, as a share of its text; median of the solved tasks. */
  readonly firstMention?: Fraction;
  readonly time: Seconds;
  /** Output tokens a second of decoding; absent without two tokens. */
  readonly decodeSpeed?: number;
  /** Prompt tokens a second up to the first token of output. */
  readonly prefillSpeed?: number;
  readonly usd?: Usd;
  readonly energy?: Joules;
  /** As if served as `LabAnswer.asIf` names; absent without it, and where a count is unknown. */
  readonly asIfGpuSeconds?: GpuSeconds;
  /** Tasks whose needed passage stood in the prompt, of those that need one. */
  readonly recall?: { readonly found: number; readonly tasks: number };
  /** Against the baseline; absent for the baseline, and where fewer than two pairs are complete. */
  readonly proof?: ProofResult;
  /** Whether the proof also holds for all arms together (Holm, 5 %). */
  readonly holdsForAll?: boolean;
  readonly openPairs: number;
}

/** Least share of the reasoning, in sentences, after which the closed response still answers as after all of it. */
export interface LeastAnswer {
  readonly tasks: readonly {
    readonly task: string;
    readonly least: number;
    readonly sentences: number;
    readonly share: Fraction;
    /** False where a shorter reasoning also kept the answer, or a longer one lost it. */
    readonly isMonotone: boolean;
  }[];
  /** Tasks where the whole reasoning, closed, gives no answer. */
  readonly unanswered: number;
  /** Tasks whose search is not at its end. */
  readonly open: number;
  readonly requests: number;
  /** Over the tasks; absent without one. */
  readonly quartiles?: { readonly lower: Fraction; readonly median: Fraction; readonly upper: Fraction };
}

/** Answer of `tare lab run` and `tare lab score`. */
export interface LabAnswer {
  readonly experiment: string;
  readonly name: string;
  readonly started: Timestamp;
  readonly endpoint: EndpointFacts;
  readonly costUnit: CostUnit;
  readonly plan: {
    readonly margin: Fraction;
    readonly pairs: number;
    readonly sequential: boolean;
    readonly seed: number;
    readonly temperature: number;
    readonly maxOutput: Tokens;
    readonly pilot?: Pilot;
  };
  readonly arms: readonly ArmAnswer[];
  /** The baseline against itself: what chance alone makes of two runs. */
  readonly noise?: { readonly pairs: number; readonly disagreements: number; readonly costRatio: number; readonly isQuiet: boolean };
  /** Quality over tokens, fewest first. */
  readonly curve: readonly { readonly arm: string; readonly tokensPerTask: number; readonly solvedShare: Fraction }[];
  readonly asIf?: {
    readonly model: string;
    readonly gpu: string;
    readonly layout: string;
    readonly utilisation: number;
    /** Factor of the 80 % band on every arm's GPU-seconds. */
    readonly bandFactor: number;
  };
  readonly least?: LeastAnswer;
  /** Present where a model has judged: its verdicts are opinions, and the controls say how good they are at the least. */
  readonly judge?: JudgeAnswer;
  readonly stopped?: string;
}
