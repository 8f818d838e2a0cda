import type { Tokens } from '../../base/units.ts';
import type { ChatRequest, ChatResponse } from '../endpoints/endpoint.ts';
import type { Count } from '../endpoints/count.ts';
import type { Task } from '../tasks/task.ts';

/** What every arm of an experiment shares. */
export interface ArmSettings {
  readonly maxOutput: Tokens;
  readonly temperature: number;
}

export interface PreparedRequest {
  readonly request: ChatRequest;
  /** Passages in the prompt, by id, in order. */
  readonly passages?: readonly string[];
  /** Output of the arm it builds on that stands in the prefix: billed as output, since a real run would make it. */
  readonly kept?: Count;
}

/** One way to ask for the same tasks. */
export interface Arm {
  readonly name: string;
  /** What is done differently, for people. */
  readonly description: string;
  /** Arm whose response to the same task this one builds on. */
  readonly needs?: string;
  /** Guess of the output, for the plan. */
  readonly expectedOutput: Tokens;
  /** Undefined where nothing can be asked, since the response that it builds on failed. */
  prepare(task: Task, seed: number, earlier: ChatResponse | undefined): PreparedRequest | undefined;
}
