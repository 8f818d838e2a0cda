import { Option, type Command } from 'commander';
import { TareError } from '../../base/tare-error.ts';
import { isSourceName, sourceNames, type SourceName } from '../../call/source-name.ts';
import type { Filter } from '../../show/answers/filter.ts';
import type { World } from '../world.ts';
import { parseTime, parseTimeZone } from '../../base/parse-time.ts';

/** Options that say what part of the ledger an answer is about; the same for every command. */
export interface FilterOptions {
  readonly since?: string;
  readonly until?: string;
  readonly tz?: string;
  readonly source?: readonly string[];
  readonly from?: string;
  readonly project?: string;
  readonly model?: string;
  readonly branch?: string;
  readonly exact?: true;
  readonly json?: true;
}

export function addFilterOptions(command: Command): Command {
  return command
    .addOption(new Option('--since <time>', 'from this day or time on (2026-11-01, 24h, 7d)'))
    .addOption(new Option('--until <time>', 'up to and including this day, or up to this time'))
    .addOption(new Option('--tz <zone>', 'time zone of days (default: this machine’s)'))
    .addOption(new Option('--source <name...>', `only these agents: ${sourceNames.join(', ')}`))
    .addOption(new Option('--from <folder>', 'with one --source: read this folder instead of the agent’s own'))
    .addOption(new Option('--project <text>', 'only sessions whose folder contains this'))
    .addOption(new Option('--model <text>', 'only models whose name contains this'))
    .addOption(new Option('--branch <name>', 'only sessions on this git branch'))
    .addOption(new Option('--exact', 'count OpenAI’s models with their own tokenizer (slower; weighs again what was estimated)'))
    .addOption(new Option('--json', 'print the answer itself'));
}

function parseSources(names: readonly string[]): SourceName[] {
  return names
    .flatMap((name) => name.split(','))
    .map((name) => {
      if (isSourceName(name)) return name;
      throw new TareError({
        code: 'unknown-source',
        message: `--source ${name}: no such source`,
        hint: `Known sources: ${sourceNames.join(', ')}.`,
      });
    });
}

/** What the options ask for. @throws {TareError} naming the option that is wrong */
export function filterOf(options: FilterOptions, world: World): Filter {
  const timeZone = parseTimeZone(options.tz ?? world.env['TZ'] ?? Intl.DateTimeFormat().resolvedOptions().timeZone);
  const now = world.clock();
  const since = options.since === undefined ? undefined : parseTime(options.since, '--since', now, timeZone, 'start');
  const until = options.until === undefined ? undefined : parseTime(options.until, '--until', now, timeZone, 'end');
  if (since !== undefined && until !== undefined && since >= until) {
    throw new TareError({
      code: 'empty-period',
      message: `--since ${options.since} is not before --until ${options.until}`,
      hint: 'Swap them, or drop one.',
    });
  }
  return {
    timeZone,
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
    ...(options.source === undefined ? {} : { sources: parseSources(options.source) }),
    ...(options.project === undefined ? {} : { project: options.project }),
    ...(options.model === undefined ? {} : { model: options.model }),
    ...(options.branch === undefined ? {} : { branch: options.branch }),
  };
}
