/** How an answer is compared with what is expected: deterministic, but for `judge`. */
export type Grader =
  | { readonly kind: 'exact' }
  /** SQuAD: lower case, without punctuation, articles and spare spaces. */
  | { readonly kind: 'normalised' }
  /** The last number of the answer; relative tolerance, 0 for equality. */
  | { readonly kind: 'numeric'; readonly tolerance: number }
  /** The letter of an option. */
  | { readonly kind: 'choice'; readonly options: number }
  | { readonly kind: 'contains'; readonly ignoreCase: boolean; readonly all: boolean }
  | { readonly kind: 'regex' }
  | { readonly kind: 'json' }
  /** A model says whether the answer means what is expected: asked for by name alone, and flagged wherever it counts. */
  | { readonly kind: 'judge' }
  /** The same tool calls, or without one the same normalised text, as the reply that is on file. */
  | { readonly kind: 'reply' }
  /** What stands in the last `\boxed{}`, as a number or normalised. */
  | { readonly kind: 'boxed' };

/** @returns undefined for a name that is none */
export function graderNamed(name: string, options = 4): Grader | undefined {
  switch (name) {
    case 'exact':
    case 'normalised':
    case 'regex':
    case 'json':
    case 'boxed':
    case 'judge':
      return { kind: name };
    case 'numeric':
      return { kind: 'numeric', tolerance: 0 };
    case 'choice':
      return { kind: 'choice', options };
    case 'contains':
      return { kind: 'contains', ignoreCase: true, all: false };
    default:
      return undefined;
  }
}
