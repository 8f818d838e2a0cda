import { Option } from 'commander';
import type { AsIfRow, WeighAnswer } from '../../show/answers/weigh-answer.ts';
import type { RegisterCommand } from '../command.ts';
import { inkFor } from '../format/ink.ts';
import { formatWeigh } from '../format/weigh-text.ts';
import { addFilterOptions, filterOf, type FilterOptions } from '../options/filter-options.ts';
import { wordsWithoutCall } from '../no-call.ts';
import { printAnswer } from '../print-answer.ts';
import { withTare } from '../with-tare.ts';

/** The tables of models and GPUs take longer to load than a small answer takes. */
const asIf = async (text: string, mix: WeighAnswer['servingMix']): Promise<AsIfRow> =>
  (await import('../options/parse-as-if.ts')).asIfRow(text, mix);

export const registerWeigh: RegisterCommand = (program, world) => {
  addFilterOptions(program.command('weigh').description('gross, net range and tare; by kind, tool, project, model, agent, session and day'))
    .addHelpText('after', '\nExample:\n  tare weigh --since 7d --project shop\n  tare weigh --as-if deepseek-v3@h200')
    .addOption(new Option('--as-if <model@gpu>', 'GPU-seconds and energy as if served as an open model on a GPU'))
    .action((options: FilterOptions & { readonly asIf?: string }) => {
      const filter = filterOf(options, world);
      return withTare(world, options, async (tare) => {
        const weighed = await tare.answers.ask('weigh', { filter });
        const none = weighed.calls === 0 ? await wordsWithoutCall(tare, filter, options.from) : undefined;
        const answer = options.asIf === undefined ? weighed : { ...weighed, asIf: await asIf(options.asIf, weighed.servingMix) };
        printAnswer(world, options, answer, () => none ?? formatWeigh(answer, inkFor(world), world.columns));
      });
    });
};
