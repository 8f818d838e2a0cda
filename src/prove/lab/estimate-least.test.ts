import { expect, test } from 'vitest';
import { seed } from '../../base/random.ts';
import { tokens } from '../../base/units.ts';
import { instructedArms } from '../arms/instructed-arms.ts';
import type { Arm } from '../arms/arm.ts';
import { leastReasoning } from '../arms/least-reasoning.ts';
import { reasoningProblems } from '../tasks/reasoning-problems.ts';
import { estimateLeast } from './estimate-least.ts';

const cap = 200;
const [long] = instructedArms({ maxOutput: tokens(cap), temperature: 0 }) as [Arm];
const { tasks } = reasoningProblems(seed(1), 7);
const speed = { prefill: 100, decode: 10, from: 'here' };

/** Requests of the dearest search over so many sentences, whatever suffices. */
function dearest(sentences: number): number {
  let most = 0;
  for (let least = 0; least <= sentences + 1; least++) {
    const search = leastReasoning(sentences);
    let step = search.next();
    let asked = 0;
    while (step.done !== true) {
      asked++;
      step = search.next(step.value >= least);
    }
    most = Math.max(most, asked);
  }
  return most;
}

test('no search asks more often than the estimate says at most', () => {
  const { most, requests } = estimateLeast(tasks, long, speed);
  for (let sentences = 1; sentences <= cap / 2; sentences++) expect(dearest(sentences) * tasks.length).toBeLessThanOrEqual(most.requests);
  expect(requests).toBeLessThanOrEqual(most.requests);
  expect(most.input).toBeGreaterThanOrEqual(most.requests * cap);
  expect(most.output).toBe(most.requests * 40);
  expect(most.time).toBeCloseTo(most.input / 100 + most.output / 10);
});
