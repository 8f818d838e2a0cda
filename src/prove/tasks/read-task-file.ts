import { readInspectArchive, readInspectTasks } from './read-inspect-tasks.ts';
import { readJsonlTasks } from './read-jsonl-tasks.ts';
import { readPromptfooCsv, readPromptfooYaml, type ReadTasks } from './read-promptfoo-tasks.ts';
import { taskFileError } from './task-file-error.ts';

const allRead = (tasks: ReadTasks['tasks']): ReadTasks => ({ tasks, leftOut: [] });

/** Tasks of a file by its ending. @throws {TareError} when it holds none, or is of no known form */
export function readTaskFile(bytes: Buffer | string, file: string): ReadTasks {
  const content = typeof bytes === 'string' ? bytes : bytes.toString('utf8');
  const ending = /\.(\w+)$/.exec(file)?.[1]?.toLowerCase();
  const read =
    ending === 'jsonl' || ending === 'ndjson'
      ? allRead(readJsonlTasks(content, file))
      : ending === 'eval'
        ? allRead(readInspectArchive(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes, file))
        : ending === 'json'
          ? allRead(readInspectTasks(content, file))
          : ending === 'yaml' || ending === 'yml'
            ? readPromptfooYaml(content, file)
            : ending === 'csv'
              ? readPromptfooCsv(content, file)
              : undefined;
  const hint = 'Give .jsonl (question and answer), .yaml or .csv (promptfoo), or .eval or .json (inspect log).';
  if (read === undefined) throw taskFileError(file, 'no known form of tasks', hint);
  if (read.tasks.length === 0)
    throw taskFileError(file, `no task that can be graded${read.leftOut.length > 0 ? ` (${read.leftOut[0] as string})` : ''}`, hint);
  const ids = new Set(read.tasks.map(({ id }) => id));
  return ids.size === read.tasks.length
    ? read
    : { ...read, tasks: read.tasks.map((task, index) => ({ ...task, id: `${task.id}#${index + 1}` })) };
}
