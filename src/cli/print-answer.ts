import type { World } from './world.ts';

/** Prints a typed answer: itself with `--json`, else in words. */
export function printAnswer(world: World, options: { readonly json?: true }, answer: unknown, words: () => string): void {
  world.writeOutput(options.json === true ? `${JSON.stringify(answer, null, 2)}\n` : words());
}
