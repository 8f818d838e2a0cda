import type { RegisterCommand } from '../command.ts';
import { formatCompare } from '../format/compare-text.ts';
import { inkFor } from '../format/ink.ts';
import { addFilterOptions, filterOf, type FilterOptions } from '../options/filter-options.ts';
import { parseSide, type Side } from '../options/parse-side.ts';
import { printAnswer } from '../print-answer.ts';
import { withTare } from '../with-tare.ts';

export const registerCompare: RegisterCommand = (program, world) => {
  addFilterOptions(
    program
      .command('compare')
      .description('two periods, sessions, branches or projects side by side: did the change hold?')
      .argument('<before>', '2026-11-01..2026-11-07, 2026-11-01, project:NAME, branch:NAME, model:NAME or a session’s id')
      .argument('<after>', 'the same'),
  )
    .addHelpText('after', '\nExample:\n  tare compare 2026-11-02..2026-11-08 2026-11-09..2026-11-15')
    .action((before: string, after: string, options: FilterOptions) => {
      const base = filterOf(options, world);
      const [left, right] = [parseSide(before, base, world), parseSide(after, base, world)];
      return withTare(world, options, async ({ answers }) => {
        const whole = async (side: Side): Promise<Side> =>
          side.filter.session === undefined
            ? side
            : { ...side, filter: { ...side.filter, session: (await answers.ask('session', { session: side.filter.session })).session } };
        const sides = { before: await whole(left), after: await whole(right) };
        const answer = await answers.ask('compare', sides);
        printAnswer(world, options, answer, () => formatCompare(answer, inkFor(world), world.columns));
      });
    });
};
