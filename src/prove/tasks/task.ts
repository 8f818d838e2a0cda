import type { ChatMessage } from '../endpoints/endpoint.ts';
import type { Grader } from '../grading/grader.ts';

/** A passage of a corpus. */
export interface Passage {
  readonly id: string;
  readonly text: string;
}

/** Something to be solved, and how one sees that it is. */
export interface Task {
  readonly id: string;
  /** What is asked; the last message is a user's. */
  readonly messages: readonly ChatMessage[];
  readonly targets: readonly string[];
  readonly grader: Grader;
  /** Difficulty, from 1. */
  readonly level?: number;
  /** Passage that holds the answer, for tasks over a corpus. */
  readonly needs?: string;
}

export const questionOf = (task: Task): string => task.messages.at(-1)?.content ?? '';

/** Tasks and the corpus they are about. */
export interface TaskSet {
  readonly name: string;
  readonly tasks: readonly Task[];
  /** In document order; empty for tasks without one. */
  readonly corpus: readonly Passage[];
}
