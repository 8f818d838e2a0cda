import type { Brand } from '../../base/brand.ts';
import type { Seed } from '../../base/random.ts';
import type { Seconds, Timestamp, Tokens, Usd, Watts } from '../../base/units.ts';
import type { Count } from '../endpoints/count.ts';
import type { ChatRequest, ChatResponse, EndpointFacts } from '../endpoints/endpoint.ts';
import type { ProofPlan } from '../statistics/verdict.ts';
import type { TaskSet } from '../tasks/task.ts';

export type ExperimentId = Brand<string, 'experiment-id'>;

export const experimentVersion = 1;

/** Dollars per million tokens, as the price book gives them for the endpoint's model. */
export interface TokenRates {
  readonly uncached: number;
  readonly read: number;
  readonly write: number;
  readonly output: number;
  /** Row and version of the price book. */
  readonly source: string;
}

/** What a task's cost is counted in: dollars where the model has a list price, else seconds of the endpoint, or tokens. */
export type CostUnit = 'usd' | 'seconds' | 'tokens';

export interface Ceilings {
  readonly usd?: Usd;
  readonly tokens?: Tokens;
  readonly time?: Seconds;
}

/** Everything that is fixed before the first request, stored with the results. */
export interface ExperimentPlan {
  readonly proof: ProofPlan;
  readonly seed: Seed;
  readonly temperature: number;
  readonly maxOutput: Tokens;
  readonly arms: readonly PlannedArm[];
  /** The arm as it is: the others are compared with it. */
  readonly baseline: string;
  /** The baseline asked again with other random numbers: two runs of the same arm must not differ. */
  readonly noiseArm: string;
  readonly costUnit: CostUnit;
  readonly rates?: TokenRates;
  /** Electrical power of the machine while it works, as stated by the person. */
  readonly power?: Watts;
  /** The model that judges tasks whose scorer is `judge`. */
  readonly judge?: EndpointFacts;
  /** The pilot that fixed the number of pairs; its tasks are not among the run's. */
  readonly pilot?: Pilot;
}

/** What a pilot says of one arm against the baseline. */
export interface PilotArm {
  readonly arm: string;
  readonly pairs: number;
  /** Pairs that one side alone solves. */
  readonly discordant: number;
  /** Pairs for 80 % power at the plan's margin. */
  readonly pairsNeeded: number;
}

export interface Pilot {
  readonly pairs: number;
  readonly arms: readonly PilotArm[];
}

export interface PlannedArm {
  readonly name: string;
  readonly description: string;
}

/** First line of an experiment's file. */
export interface ExperimentHeader {
  readonly type: 'experiment';
  readonly version: typeof experimentVersion;
  readonly id: ExperimentId;
  readonly started: Timestamp;
  readonly endpoint: EndpointFacts;
  readonly plan: ExperimentPlan;
  readonly taskSet: TaskSet;
}

/** One request and its response; a line of the file. */
export interface ExchangeRecord {
  readonly type: 'exchange';
  readonly arm: string;
  readonly task: string;
  /** Place in the order of requests, from 0. */
  readonly order: number;
  readonly time: Timestamp;
  readonly request: ChatRequest;
  readonly response: ChatResponse;
  /** Passages in the prompt, by id. */
  readonly passages?: readonly string[];
  /** Tokens of the prefix that a real run would have made as output. */
  readonly kept?: Count;
  /** What the judge said of the answer; absent where none was asked, or it gave no verdict. */
  readonly judged?: boolean;
  /** Sentences of the baseline's reasoning that the prefix keeps, in the search for the least. */
  readonly keptSentences?: number;
}

/** The arm of a judgement that no arm made: a control, whose right verdict is known. */
export const controlArms = { right: 'control, right', wrong: 'control, wrong' } as const;

/** What a judge was asked and said; a line of the file. */
export interface JudgementRecord {
  readonly type: 'judgement';
  /** `order` of the exchange that is judged; absent for a control. */
  readonly of?: number;
  readonly arm: string;
  readonly task: string;
  /** Name of the judge. */
  readonly model: string;
  /** Absent where its words are no verdict. */
  readonly solved?: boolean;
  readonly time: Timestamp;
  readonly request: ChatRequest;
  readonly response: ChatResponse;
}

export interface Experiment {
  readonly header: ExperimentHeader;
  readonly exchanges: readonly ExchangeRecord[];
  /** In the order in which they were made; the last of an exchange counts. */
  readonly judgements?: readonly JudgementRecord[];
  /** The pilot with its own exchanges, where it stands beside the run. */
  readonly pilot?: Experiment;
}
