import { z } from 'zod';
import type { ChatMessage } from '../endpoints/endpoint.ts';
import { graderNamed, type Grader } from '../grading/grader.ts';
import { numberOf } from '../grading/final-number.ts';
import type { Task } from './task.ts';
import { taskFileError } from './task-file-error.ts';

const text = z.union([z.string(), z.number()]).transform(String);
const message = z.object({ role: z.enum(['system', 'user', 'assistant']), content: z.string() });
const line = z.looseObject({
  id: text.optional(),
  input: z.union([z.string(), z.array(message)]).optional(),
  question: z.string().optional(),
  messages: z.array(message).optional(),
  target: z.union([text, z.array(text)]).optional(),
  answer: z.union([text, z.array(text)]).optional(),
  ideal: z.union([text, z.array(text)]).optional(),
  choices: z.array(z.string()).optional(),
  scorer: z.string().optional(),
  tolerance: z.number().nonnegative().optional(),
  level: z.number().optional(),
});

/** GSM8K puts the answer behind `####`. */
const bareAnswer = (answer: string): string => /####\s*(.+?)\s*$/.exec(answer)?.[1] ?? answer;

const letters = (choices: readonly string[]): string =>
  choices.map((choice, index) => `${String.fromCodePoint(65 + index)}) ${choice}`).join('\n');

/** Where no scorer is named: choices by letter, numbers as numbers, the rest normalised. */
function usualGrader(targets: readonly string[], choices: readonly string[] | undefined): Grader {
  if (choices !== undefined) return { kind: 'choice', options: choices.length };
  return targets.every((target) => numberOf(target) !== undefined && /^[\s$€£]*[-−+]?[\d.,/]+[\s%]*$/.test(target))
    ? { kind: 'numeric', tolerance: 0 }
    : { kind: 'normalised' };
}

/** The letter of a target that names a choice by its text or number. */
function choiceTarget(target: string, choices: readonly string[]): string {
  const index = choices.indexOf(target);
  return index === -1 ? target : String.fromCodePoint(65 + index);
}

/**
 * Tasks of a JSONL file, one a line: `{id?, input | question | messages, target | answer | ideal, choices?, scorer?,
 * tolerance?, level?}`; targets may be a list of which any will do. @throws {TareError} naming file, line and field
 */
export function readJsonlTasks(content: string, file: string): Task[] {
  return content.split('\n').flatMap((raw, index) => {
    if (raw.trim() === '') return [];
    const where = `${file}:${index + 1}`;
    let value: unknown;
    try {
      value = JSON.parse(raw);
    } catch {
      throw taskFileError(where, 'not JSON', 'Each line is one JSON object with a question and an answer.');
    }
    const parsed = line.safeParse(value);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      throw taskFileError(where, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'wrong shape'}`, 'docs/lab.md has the fields.');
    }
    const { id, input, question, choices, scorer, tolerance, level } = parsed.data;
    const given = parsed.data.messages ?? (typeof input === 'string' ? undefined : input);
    const asked = question ?? (typeof input === 'string' ? input : undefined);
    const stated = parsed.data.target ?? parsed.data.answer ?? parsed.data.ideal;
    if (given === undefined && asked === undefined) throw taskFileError(where, 'no question', 'Give input, question or messages.');
    if (stated === undefined) throw taskFileError(where, 'no answer to compare with', 'Give target, answer or ideal.');
    const targets = (Array.isArray(stated) ? stated : [stated])
      .map(bareAnswer)
      .map((target) => (choices === undefined ? target : choiceTarget(target, choices)));
    const named = scorer === undefined ? usualGrader(targets, choices) : graderNamed(scorer, choices?.length);
    if (named === undefined)
      throw taskFileError(
        where,
        `scorer ${scorer ?? ''} is none`,
        'Scorers: exact, normalised, numeric, choice, contains, regex, json, boxed, judge.',
      );
    const messages: readonly ChatMessage[] = given ?? [
      {
        role: 'user',
        content: choices === undefined ? (asked as string) : `${asked as string}\n${letters(choices)}\nAnswer with the letter.`,
      },
    ];
    const grader: Grader = named.kind === 'numeric' && tolerance !== undefined ? { kind: 'numeric', tolerance } : named;
    return [{ id: id ?? `line-${index + 1}`, messages, targets, grader, ...(level === undefined ? {} : { level }) }];
  });
}
