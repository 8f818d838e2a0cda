import { Option } from 'commander';
import type { RegisterCommand } from '../command.ts';
import { formatDoctor } from '../format/doctor-text.ts';
import { inkFor } from '../format/ink.ts';
import { addFilterOptions, filterOf, type FilterOptions } from '../options/filter-options.ts';
import { printAnswer } from '../print-answer.ts';
import { withTare } from '../with-tare.ts';

export const registerDoctor: RegisterCommand = (program, world) => {
  addFilterOptions(program.command('doctor').description('what was found, read and skipped, how good the counting is, what has no price'))
    .addOption(new Option('--learn', 'learn from all of this ledger’s own bills how to count, and weigh everything anew'))
    .addHelpText('after', '\nExample:\n  tare doctor --json\n  tare doctor --model opus --since 30d')
    .action((options: FilterOptions & { readonly learn?: true }) => {
      const filter = filterOf(options, world);
      return withTare(world, options, async (tare) => {
        if (options.learn === true) await tare.learn();
        const answer = await tare.answers.ask('doctor', { filter });
        printAnswer(world, options, answer, () => formatDoctor(answer, inkFor(world), world.columns));
      });
    });
};
