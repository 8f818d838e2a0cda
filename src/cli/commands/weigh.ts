import { Option } from 'commander';
import type { RegisterCommand } from '../command.ts';
import { inkFor } from '../format/ink.ts';
import { formatWeigh } from '../format/weigh-text.ts';
import { addFilterOptions, filterOf, type FilterOptions } from '../options/filter-options.ts';
import { asIfRow } from '../options/parse-as-if.ts';
import { printAnswer } from '../print-answer.ts';
import { withTare } from '../with-tare.ts';

export const registerWeigh: RegisterCommand = (program, world) => {
  addFilterOptions(program.command('weigh').description('gross, net range and tare; by kind, tool, project, model, agent, session and day'))
    .addHelpText('after', '\nExample:\n  tare weigh --since 7d --project shop\n  tare weigh --as-if deepseek-v3@h200')
    .addOption(new Option('--as-if <model@gpu>', 'GPU-seconds and energy as if served as an open model on a GPU'))
    .action((options: FilterOptions & { readonly asIf?: string }) =>
      withTare(world, options, async ({ answers }) => {
        const weighed = await answers.ask('weigh', { filter: filterOf(options, world) });
        const answer = options.asIf === undefined ? weighed : { ...weighed, asIf: asIfRow(options.asIf, weighed.servingMix) };
        printAnswer(world, options, answer, () => formatWeigh(answer, inkFor(world), world.columns));
      }),
    );
};
