import { tokens, type Tokens } from '../../base/units.ts';
import type { ChatRequest, ReasoningControl } from '../endpoints/endpoint.ts';
import type { Task } from '../tasks/task.ts';
import type { Arm, ArmSettings } from './arm.ts';

const ending = 'End with one line of the form "Answer: ..." that holds the answer alone.';

/** Instructions in place of effort levels, for models that have none. */
const instructions = {
  direct: `Give the answer at once, without any explanation. ${ending}`,
  // Chain of Draft (arXiv 2502.18600).
  short: `Think step by step, but keep only a draft of at most five words for each step. ${ending}`,
  long: `Think step by step and explain every step in full. Then check the result by a second way. ${ending}`,
} as const;

interface InstructedOptions {
  readonly task: Task;
  readonly instruction: string;
  readonly settings: ArmSettings;
  readonly seed: number;
  readonly reasoning?: ReasoningControl;
  readonly cap?: Tokens;
}

function instructed({ task, instruction, settings, seed, reasoning, cap }: InstructedOptions): ChatRequest {
  return {
    messages: [{ role: 'system', content: instruction }, ...task.messages],
    maxOutput: cap ?? settings.maxOutput,
    temperature: settings.temperature,
    seed,
    reasoning: reasoning ?? { kind: 'default' },
  };
}

/** Long reasoning, short reasoning and a direct answer by instruction, and long reasoning under half the cap. */
export function instructedArms(settings: ArmSettings): Arm[] {
  const arm = (name: keyof typeof instructions, description: string, expected: number): Arm => ({
    name,
    description,
    expectedOutput: tokens(Math.min(expected, settings.maxOutput)),
    prepare: (task, seed) => ({ request: instructed({ task, instruction: instructions[name], settings, seed }) }),
  });
  const cap = tokens(Math.max(1, Math.floor(settings.maxOutput / 2)));
  return [
    arm('long', 'explains every step and checks the result', 250),
    arm('short', 'a draft of five words a step', 80),
    arm('direct', 'the answer at once', 20),
    {
      name: 'capped',
      description: `as long, output cut at ${cap} tokens`,
      expectedOutput: cap,
      prepare: (task, seed) => ({ request: instructed({ task, instruction: instructions.long, settings, seed, cap }) }),
    },
  ];
}

/** The same request at each effort of the endpoint, dearest first, and with reasoning switched off. */
export function effortArms(levels: readonly string[], settings: ArmSettings): Arm[] {
  const arm = (name: string, description: string, reasoning: ReasoningControl): Arm => ({
    name,
    description,
    expectedOutput: tokens(Math.min(reasoning.kind === 'off' ? 100 : 800, settings.maxOutput)),
    prepare: (task, seed) => ({ request: instructed({ task, instruction: ending, settings, seed, reasoning }) }),
  });
  return [
    ...levels.map((level) => arm(level, `reasoning effort ${level}`, { kind: 'effort', level })),
    arm('off', 'reasoning switched off', { kind: 'off' }),
  ];
}
