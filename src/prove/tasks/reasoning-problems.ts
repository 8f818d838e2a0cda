import { randomFrom, type Random, type Seed } from '../../base/random.ts';
import type { Task, TaskSet } from './task.ts';

interface Problem {
  readonly question: string;
  readonly answer: number;
}

const between = (random: Random, low: number, high: number): number => low + Math.floor(random.next() * (high - low + 1));
const pick = <Item>(random: Random, items: readonly Item[]): Item => items[Math.floor(random.next() * items.length)] as Item;

const people = ['Ana', 'Bo', 'Chidi', 'Dara', 'Elif', 'Farid', 'Greta', 'Hana'] as const;
const things = ['apples', 'stamps', 'marbles', 'books', 'shells', 'coins'] as const;

/** One step: an addition or subtraction of small numbers. */
function oneStep(random: Random): Problem {
  const [first, second] = [between(random, 2, 9), between(random, 2, 9)];
  if (random.next() < 0.5) return { question: `What is ${first} + ${second}?`, answer: first + second };
  return { question: `What is ${first + second} - ${second}?`, answer: first };
}

/** Two steps, in words. */
function twoSteps(random: Random): Problem {
  const [who, what] = [pick(random, people), pick(random, things)];
  const [had, got] = [between(random, 10, 40), between(random, 5, 30)];
  const gave = between(random, 2, had);
  return {
    question: `${who} has ${had} ${what}, gets ${got} more and gives ${gave} away. How many ${what} does ${who} have now?`,
    answer: had + got - gave,
  };
}

/** Three steps with a product and a remainder that does not matter. */
function threeSteps(random: Random): Problem {
  const [who, what] = [pick(random, people), pick(random, things)];
  const [boxes, each, broken, price] = [between(random, 3, 12), between(random, 4, 15), between(random, 1, 9), between(random, 2, 7)];
  return {
    question: `${who} buys ${boxes} boxes with ${each} ${what} each. ${broken} of the ${what} are broken and thrown away; the rest are sold for ${price} dollars each. How many dollars does ${who} take in?`,
    answer: (boxes * each - broken) * price,
  };
}

/** A chain of rules that has to be followed to the end. */
function ruleChain(random: Random): Problem {
  let value = between(random, 3, 20);
  const start = value;
  const steps: string[] = [];
  for (let step = 0; step < 6; step++) {
    const amount = between(random, 2, 9);
    switch (Math.floor(random.next() * 3)) {
      case 0:
        steps.push(`add ${amount}`);
        value += amount;
        break;
      case 1:
        steps.push(`halve it if it is even, otherwise add ${amount}`);
        value = value % 2 === 0 ? value / 2 : value + amount;
        break;
      default:
        steps.push(`multiply by ${amount} and keep the remainder on division by 97`);
        value = (value * amount) % 97;
    }
  }
  return { question: `Start with ${start}. Then, in this order: ${steps.join('; ')}. What is the result?`, answer: value };
}

/** A search over few candidates with three constraints; the smallest answer is asked for, so it is unique. */
function constraintSearch(random: Random): Problem {
  const hidden = between(random, 20, 400);
  const [first, second] = [between(random, 3, 6), between(random, 7, 11)];
  const matchesRules = (value: number): boolean => value % first === hidden % first && value % second === hidden % second;
  const digits = (value: number): number => Array.from(String(value)).reduce((sum, digit) => sum + Number(digit), 0);
  let answer = 1;
  while (!(matchesRules(answer) && digits(answer) === digits(hidden))) answer++;
  return {
    question: `What is the smallest positive whole number that leaves remainder ${hidden % first} on division by ${first}, leaves remainder ${hidden % second} on division by ${second}, and has digits that add up to ${digits(hidden)}?`,
    answer,
  };
}

const levels = [oneStep, twoSteps, threeSteps, ruleChain, constraintSearch] as const;

export const hardestLevel: number = levels.length;

/**
 * Word problems in graded difficulty with one checkable number each, made by seed: no licence, and in no training set.
 * Levels take turns, so that any part of the set has all of them.
 */
export function reasoningProblems(seed: Seed, count: number, from = 1, to = hardestLevel): TaskSet {
  const random = randomFrom(seed, 'reasoning-problems');
  const tasks = Array.from({ length: count }, (_, index): Task => {
    const level = from + (index % (to - from + 1));
    const problem = (levels[level - 1] as (typeof levels)[number])(random.fork(`problem ${index}`));
    return {
      id: `reasoning-${index + 1}`,
      messages: [{ role: 'user', content: problem.question }],
      targets: [String(problem.answer)],
      grader: { kind: 'numeric', tolerance: 0 },
      level,
    };
  });
  return { name: 'reasoning', tasks, corpus: [] };
}
