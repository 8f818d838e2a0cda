import { z } from 'zod';
import { BadArchive, zipEntries } from '../../measure/wire/zip-archive.ts';
import type { ChatMessage } from '../endpoints/endpoint.ts';
import { readJsonlTasks } from './read-jsonl-tasks.ts';
import type { Task } from './task.ts';
import { taskFileError } from './task-file-error.ts';

const sample = z.looseObject({
  id: z.union([z.string(), z.number()]),
  epoch: z.number().nullish(),
  input: z.union([z.string(), z.array(z.looseObject({ role: z.enum(['system', 'user', 'assistant', 'tool']), content: z.unknown() }))]),
  target: z.union([z.string(), z.array(z.string())]),
  choices: z.array(z.string()).nullish(),
  /** Long texts, which stand in the sample by their hash. */
  attachments: z.record(z.string(), z.string()).nullish(),
});
const log = z.looseObject({ samples: z.array(sample) });

type Sample = z.infer<typeof sample>;

const attachmentMark = 'attachment://';

/** Content of an inspect message: a text, or parts of which the texts are taken. */
function contentText(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content
    .flatMap((part: unknown) => (typeof part === 'object' && part !== null && 'text' in part ? [String(part.text)] : []))
    .join('\n');
}

function taskOf({ id, input, target, choices, attachments }: Sample, file: string): Task {
  const whole = (text: string): string =>
    text.startsWith(attachmentMark) ? (attachments?.[text.slice(attachmentMark.length)] ?? text) : text;
  const messages: readonly ChatMessage[] | undefined =
    typeof input === 'string' ? undefined : input.map(({ role, content: said }) => ({ role, content: whole(contentText(said)) }));
  const line = JSON.stringify({
    id,
    target,
    ...(typeof input === 'string' ? { input: whole(input) } : {}),
    ...(choices == null || choices.length === 0 ? {} : { choices }),
  });
  const [task] = readJsonlTasks(messages === undefined ? line : line.replace(/\}$/, ',"input":"?"}'), file);
  return messages === undefined ? (task as Task) : { ...(task as Task), messages };
}

/** Samples of a log as tasks; of those that were run several times, the first. */
function tasksOf(value: unknown, file: string): Task[] {
  const parsed = log.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw taskFileError(
      file,
      `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'wrong shape'}`,
      'An inspect log has its samples under samples.',
    );
  }
  const first = new Map<string, Sample>();
  for (const each of parsed.data.samples) {
    const known = first.get(String(each.id));
    if (known === undefined || (each.epoch ?? 1) < (known.epoch ?? 1)) first.set(String(each.id), each);
  }
  return Array.from(first.values(), (each) => taskOf(each, file));
}

/** Samples of an inspect log (`.json`, EvalLog version 2) as tasks. @throws {TareError} naming file and field */
export function readInspectTasks(content: string, file: string): Task[] {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    throw taskFileError(file, 'not JSON', 'Give an inspect log: .eval, or .json.');
  }
  return tasksOf(value, file);
}

/** Samples of an inspect archive (`.eval`: a ZIP with one JSON a sample) as tasks. @throws {TareError} as `readInspectTasks` */
export function readInspectArchive(bytes: Buffer, file: string): Task[] {
  const hint = 'Give an inspect log as it was written, or convert it: inspect log convert LOG.eval --to json --output-dir FOLDER.';
  try {
    const samples = zipEntries(bytes).filter(({ name }) => /^samples\/[^/]+\.json$/.test(name));
    if (samples.length === 0) throw taskFileError(file, 'an archive without samples', hint);
    const values = samples.map(({ name, read }) => {
      try {
        return JSON.parse(read().toString('utf8')) as unknown;
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
        throw taskFileError(`${file}:${name}`, 'not JSON', hint);
      }
    });
    return tasksOf({ samples: values }, file);
  } catch (error) {
    if (error instanceof BadArchive) throw taskFileError(file, error.message, hint);
    throw error;
  }
}
