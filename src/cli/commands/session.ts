import { Option } from 'commander';
import type { RegisterCommand } from '../command.ts';
import { inkFor } from '../format/ink.ts';
import { formatSession, formatSessions } from '../format/session-text.ts';
import { addFilterOptions, filterOf, type FilterOptions } from '../options/filter-options.ts';
import { parseCount } from '../options/parse-count.ts';
import { wordsWithoutCall } from '../no-call.ts';
import { printAnswer } from '../print-answer.ts';
import { withTare } from '../with-tare.ts';

export const registerSession: RegisterCommand = (program, world) => {
  addFilterOptions(
    program
      .command('session')
      .description('one session: context over time, spans and their weight, lost caches and why')
      .argument('[id]', 'a session’s id or part of it; without one, the latest sessions are listed'),
  )
    .addOption(new Option('--limit <count>', 'how many sessions to list').default('20'))
    .addHelpText('after', '\nExample:\n  tare session 4f1c')
    .action((id: string | undefined, options: FilterOptions & { readonly limit: string }) => {
      const filter = filterOf(options, world);
      const limit = parseCount(options.limit, '--limit');
      return withTare(world, options, async (tare) => {
        const { answers } = tare;
        if (id === undefined) {
          const answer = await answers.ask('sessions', { filter, limit });
          const none = answer.sessions.length === 0 ? await wordsWithoutCall(tare, filter, options.from) : undefined;
          printAnswer(world, options, answer, () => none ?? formatSessions(answer, filter.timeZone, inkFor(world), world.columns));
          return;
        }
        const answer = await answers.ask('session', { session: id });
        printAnswer(world, options, answer, () => formatSession(answer, filter.timeZone, inkFor(world), world.columns));
      });
    });
};
