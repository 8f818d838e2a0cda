import { gradeAnswer, normalised } from './grade-answer.ts';
import { boxedText } from './boxed-text.ts';
import { announcedAnswer, finalNumber } from './final-number.ts';
import type { Grader } from './grader.ts';

const letters = Array.from({ length: 26 }, (_, index) => String.fromCodePoint(65 + index));

/** What a response answers, in a form that compares; undefined where it answers nothing. */
export function answerGiven(grader: Grader, answer: string): string | undefined {
  if (grader.kind === 'numeric') return finalNumber(answer)?.toString();
  if (grader.kind === 'choice') return letters.slice(0, grader.options).find((letter) => gradeAnswer(grader, answer, [letter]));
  const text = normalised((grader.kind === 'boxed' ? boxedText(answer) : undefined) ?? announcedAnswer(answer));
  return text === '' ? undefined : text;
}
