import { Option } from 'commander';
import { TareError } from '../../base/tare-error.ts';
import type { RegisterCommand } from '../command.ts';
import { formatFinding, formatFindings } from '../format/findings-text.ts';
import { inkFor } from '../format/ink.ts';
import { addFilterOptions, filterOf, type FilterOptions } from '../options/filter-options.ts';
import { parseCount } from '../options/parse-count.ts';
import { wordsWithoutCall } from '../no-call.ts';
import { printAnswer } from '../print-answer.ts';
import { withTare } from '../with-tare.ts';

const everyFinding = 1_000_000;

export const registerFindings: RegisterCommand = (program, world) => {
  addFilterOptions(
    program
      .command('findings')
      .description('waste, ranked by what it cost: cause, evidence, fix, saving and its state')
      .argument('[finding]', 'handle of one finding, e.g. f-1a2b3c: all its evidence'),
  )
    .addOption(new Option('--limit <count>', 'how many to list').default('20'))
    .addHelpText('after', '\nExample:\n  tare findings --project shop --limit 5')
    .action((handle: string | undefined, options: FilterOptions & { readonly limit: string }) => {
      const filter = filterOf(options, world);
      const limit = parseCount(options.limit, '--limit');
      return withTare(world, options, async (tare) => {
        const { answers } = tare;
        const ink = inkFor(world);
        if (handle === undefined) {
          const answer = await answers.ask('findings', { filter, limit });
          const none = answer.findings.length === 0 ? await wordsWithoutCall(tare, filter, options.from) : undefined;
          printAnswer(world, options, answer, () => none ?? formatFindings(answer, ink, world.columns));
          return;
        }
        const { findings } = await answers.ask('findings', { filter, limit: everyFinding });
        const finding = findings.find((row) => row.handle === handle || row.id === handle);
        if (finding === undefined) {
          throw new TareError({
            code: 'unknown-finding',
            message: `no finding ${handle} within these filters`,
            hint: 'tare findings lists them with their handles.',
          });
        }
        printAnswer(world, options, finding, () => `${formatFinding(finding, ink, world.columns, finding.evidence.length)}\n`);
      });
    });
};
