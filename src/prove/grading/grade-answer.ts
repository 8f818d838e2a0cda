import { isDeepStrictEqual } from 'node:util';
import { assertNever } from '../../base/assert.ts';
import { boxedText } from './boxed-text.ts';
import { announcedAnswer, finalNumber, numberOf } from './final-number.ts';
import type { Grader } from './grader.ts';

/** SQuAD's normalisation: lower case, punctuation and articles off, single spaces. */
export const normalised = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[\p{P}\p{S}]/gu, ' ')
    .replaceAll(/\b(?:a|an|the)\b/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();

const isClose = (value: number, wanted: number, tolerance: number): boolean =>
  Math.abs(value - wanted) <= Math.max(tolerance * Math.abs(wanted), 1e-9);

/** The letter an answer settles on: behind its last announcement, or the last one that stands alone. */
function chosenLetter(answer: string, options: number): string | undefined {
  const last = String.fromCodePoint(64 + options);
  const alone = new RegExp(`(?<![\\p{L}\\p{N}'’])\\(?([A-${last}])\\)?(?![\\p{L}\\p{N}'’])`, 'gu');
  const part = announcedAnswer(answer);
  const letters = [...part.matchAll(alone)];
  return (part === answer ? letters.at(-1) : letters[0])?.[1] ?? (part === answer ? undefined : chosenLetter(part, options));
}

function jsonIn(text: string): unknown {
  const fenced = /```(?:json)?\s*([\s\S]*?)```/.exec(text)?.[1] ?? text;
  const start = fenced.search(/[[{"]|-?\d|true|false|null/);
  try {
    return JSON.parse(start === -1 ? fenced : fenced.slice(start).trim());
  } catch {
    return undefined;
  }
}

function matches(grader: Grader, answer: string, target: string): boolean {
  switch (grader.kind) {
    case 'judge':
      // Its verdicts stand beside the exchanges; a text alone has none.
      return false;
    case 'reply':
      return answer === target;
    case 'exact':
      return answer.trim() === target.trim();
    case 'normalised':
      return normalised(announcedAnswer(answer)) === normalised(target) || normalised(answer) === normalised(target);
    case 'numeric': {
      const [value, wanted] = [finalNumber(answer), numberOf(target)];
      return value !== undefined && wanted !== undefined && isClose(value, wanted, grader.tolerance);
    }
    case 'choice':
      return chosenLetter(answer, grader.options) === target.trim().toUpperCase();
    case 'contains':
      return grader.ignoreCase ? answer.toLowerCase().includes(target.toLowerCase()) : answer.includes(target);
    case 'regex':
      return new RegExp(target).test(answer);
    case 'json': {
      const wanted = jsonIn(target);
      return wanted !== undefined && isDeepStrictEqual(jsonIn(answer), wanted);
    }
    case 'boxed': {
      const boxed = boxedText(answer);
      if (boxed === undefined) return false;
      const [value, wanted] = [numberOf(boxed), numberOf(target)];
      return normalised(boxed) === normalised(target) || (value !== undefined && wanted !== undefined && isClose(value, wanted, 0));
    }
    default:
      return assertNever(grader);
  }
}

/** Whether an answer meets its targets: any of them, or all where the grader says so. */
export function gradeAnswer(grader: Grader, answer: string, targets: readonly string[]): boolean {
  const isMet = (target: string): boolean => matches(grader, answer, target);
  return grader.kind === 'contains' && grader.all ? targets.every(isMet) : targets.some(isMet);
}
