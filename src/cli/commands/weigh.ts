import type { RegisterCommand } from '../command.ts';
import { inkFor } from '../format/ink.ts';
import { formatWeigh } from '../format/weigh-text.ts';
import { addFilterOptions, filterOf, type FilterOptions } from '../options/filter-options.ts';
import { printAnswer } from '../print-answer.ts';
import { withTare } from '../with-tare.ts';

export const registerWeigh: RegisterCommand = (program, world) => {
  addFilterOptions(program.command('weigh').description('gross, net range and tare; by kind, tool, project, model, agent, session and day'))
    .addHelpText('after', '\nExample:\n  tare weigh --since 7d --project shop')
    .action((options: FilterOptions) =>
      withTare(world, options, async ({ answers }) => {
        const answer = await answers.ask('weigh', { filter: filterOf(options, world) });
        printAnswer(world, options, answer, () => formatWeigh(answer, inkFor(world), world.columns));
      }),
    );
};
