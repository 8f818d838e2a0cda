import type { KnownTargets } from '../captures/captured-calls.ts';
import { readJsonlTasks } from './read-jsonl-tasks.ts';

/** A line of targets holds no question: that is on file. One is put in so that it reads as a task. */
function asTask(line: string): string {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? JSON.stringify({ question: '', ...value }) : line;
  } catch {
    return line;
  }
}

/**
 * Right answers of captured calls, one a line: `{id, target | answer | ideal, scorer?, tolerance?}`, where `id` is the
 * response's id or its line. @throws {TareError} naming file, line and field
 */
export function readTargets(content: string, file: string): KnownTargets {
  const tasks = readJsonlTasks(content.split('\n').map(asTask).join('\n'), file);
  return new Map(tasks.map(({ id, targets, grader }) => [id, { targets, grader }]));
}
