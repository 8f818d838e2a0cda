/**
 * One spelling for a model's name: lower case, dashes for dots, without a routing prefix (`models/`,
 * `anthropic/`) and without a mark of the context window (`[1m]`).
 */
export function canonicalModel(model: string): string {
  return model
    .toLowerCase()
    .replace(/^.*\//, '')
    .replace(/\[\w+\]$/, '')
    .replaceAll('.', '-');
}

/** The name without what only tells releases of the same model apart: a date, `-latest`, `-0`. */
export function undatedModel(canonical: string): string {
  return canonical.replace(/-(?:latest|0|20\d{6}|20\d{2}-\d{2}-\d{2})$/, '');
}

/** True where both names mean the same model, so that a row found for one is the price of the other. */
export function isSameModel(one: string, other: string): boolean {
  return undatedModel(canonicalModel(one)) === undatedModel(canonicalModel(other));
}
