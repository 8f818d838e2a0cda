import { z } from 'zod';
import type { ChatMessage } from '../endpoints/endpoint.ts';
import { readJsonlTasks } from './read-jsonl-tasks.ts';
import type { Task } from './task.ts';
import { taskFileError } from './task-file-error.ts';

const sample = z.looseObject({
  id: z.union([z.string(), z.number()]),
  input: z.union([z.string(), z.array(z.looseObject({ role: z.enum(['system', 'user', 'assistant', 'tool']), content: z.unknown() }))]),
  target: z.union([z.string(), z.array(z.string())]),
  choices: z.array(z.string()).nullish(),
});
const log = z.looseObject({ samples: z.array(sample) });

/** Content of an inspect message: a text, or parts of which the texts are taken. */
function contentText(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content
    .flatMap((part: unknown) => (typeof part === 'object' && part !== null && 'text' in part ? [String(part.text)] : []))
    .join('\n');
}

/** Samples of an inspect log (`.json`, EvalLog version 2) as tasks. @throws {TareError} naming file and field */
export function readInspectTasks(content: string, file: string): Task[] {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    throw taskFileError(
      file,
      'not JSON',
      'Give an inspect log written with --log-format json, or convert it: inspect log convert --to json.',
    );
  }
  const parsed = log.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw taskFileError(
      file,
      `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'wrong shape'}`,
      'An inspect log has its samples under samples.',
    );
  }
  return parsed.data.samples.map(({ id, input, target, choices }): Task => {
    const messages: readonly ChatMessage[] | undefined =
      typeof input === 'string' ? undefined : input.map(({ role, content: said }) => ({ role, content: contentText(said) }));
    const line = JSON.stringify({
      id,
      target,
      ...(messages === undefined ? { input } : {}),
      ...(choices == null || choices.length === 0 ? {} : { choices }),
    });
    const [task] = readJsonlTasks(messages === undefined ? line : line.replace(/\}$/, ',"input":"?"}'), file);
    return messages === undefined ? (task as Task) : { ...(task as Task), messages };
  });
}
