import { randomFrom, type Random, type Seed } from '../../base/random.ts';
import { hashText } from '../../base/content-hash.ts';
import type { Arm } from '../arms/arm.ts';
import type { Task } from '../tasks/task.ts';

export interface PlannedRequest {
  readonly task: Task;
  readonly arm: Arm;
  /** Name it is recorded under: the noise arm is the baseline under another name. */
  readonly name: string;
  /** For the sampler; another one for each arm and task. */
  readonly seed: number;
}

function shuffled<Item>(items: readonly Item[], random: Random): Item[] {
  const result = [...items];
  for (let index = result.length - 1; index > 0; index--) {
    const other = Math.floor(random.next() * (index + 1));
    [result[index], result[other]] = [result[other] as Item, result[index] as Item];
  }
  return result;
}

/** Task by task in random order, and within a task the arms in random order, but none before the one it builds on. */
export function requestOrder(
  tasks: readonly Task[],
  arms: readonly Arm[],
  noise: { readonly arm: Arm; readonly name: string },
  seed: Seed,
): PlannedRequest[] {
  const random = randomFrom(seed, 'request-order');
  return shuffled(tasks, random).flatMap((task) => {
    const planned = [...arms.map((arm) => ({ arm, name: arm.name })), noise].map(({ arm, name }): PlannedRequest => ({
      task,
      arm,
      name,
      seed: Number.parseInt(hashText(`${seed}/${task.id}/${name}`).slice(0, 7), 16),
    }));
    const independent = shuffled(
      planned.filter(({ arm }) => arm.needs === undefined),
      random,
    );
    return [...independent, ...planned.filter(({ arm }) => arm.needs !== undefined)];
  });
}
