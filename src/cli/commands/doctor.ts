import { Option } from 'commander';
import type { RegisterCommand } from '../command.ts';
import { formatDoctor } from '../format/doctor-text.ts';
import { inkFor } from '../format/ink.ts';
import { printAnswer } from '../print-answer.ts';
import { withTare } from '../with-tare.ts';

interface DoctorOptions {
  readonly source?: readonly string[];
  readonly from?: string;
  readonly learn?: true;
  readonly json?: true;
}

export const registerDoctor: RegisterCommand = (program, world) => {
  program
    .command('doctor')
    .description('what was found, read and skipped, how good the counting is, what has no price')
    .addOption(new Option('--source <name...>', 'with --from: whose transcripts they are'))
    .addOption(new Option('--from <folder>', 'with one --source: read this folder instead of the agents’ own'))
    .addOption(new Option('--learn', 'learn from this ledger’s own bills how to count, and weigh everything anew'))
    .addOption(new Option('--json', 'print the answer itself'))
    .addHelpText('after', '\nExample:\n  tare doctor --json')
    .action((options: DoctorOptions) =>
      withTare(world, options, async (tare) => {
        if (options.learn === true) await tare.learn();
        const answer = await tare.answers.ask('doctor', {});
        printAnswer(world, options, answer, () => formatDoctor(answer, inkFor(world), world.columns));
      }),
    );
};
