import { Option } from 'commander';
import { TareError } from '../../base/tare-error.ts';
import type { RegisterCommand } from '../command.ts';
import { formatFinding } from '../format/findings-text.ts';
import { inkFor } from '../format/ink.ts';
import { formatWeighShort } from '../format/weigh-text.ts';
import { addFilterOptions, filterOf, type FilterOptions } from '../options/filter-options.ts';
import { withTareOrExample } from '../with-example.ts';

interface RootOptions extends FilterOptions {
  /** Absent: on a terminal only. */
  readonly page?: boolean;
  readonly browser: boolean;
  readonly port: string;
}

function parsePort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port;
  throw new TareError({
    code: 'bad-port',
    message: `--port ${text}: not a port`,
    hint: 'Give a number from 1 to 65535, or 0 for any free one.',
  });
}

const shownFindings = 3;

/** `tare` alone: reads what this machine has, prints the answer, and on a terminal serves the page. */
export const registerRoot: RegisterCommand = (program, world) => {
  addFilterOptions(program)
    .addOption(new Option('--page', 'serve the page also where the output is no terminal'))
    .addOption(new Option('--no-page', 'print the answer and end'))
    .addOption(new Option('--no-browser', 'serve the page without opening a browser'))
    .addOption(new Option('--port <port>', 'port of the page (0: any that is free)').default('0'))
    .addHelpText('after', '\nExamples:\n  tare\n  tare weigh --since 7d\n  tare check')
    .action((options: RootOptions) =>
      withTareOrExample(world, options, async (tare, example) => {
        const port = parsePort(options.port);
        const filter = filterOf(options, world);
        const answer = await tare.answers.ask('weigh', { filter });
        const worst = await tare.answers.ask('findings', { filter, limit: shownFindings });
        if (options.json === true) {
          world.writeOutput(`${JSON.stringify({ example: example !== undefined, weigh: answer, findings: worst }, null, 2)}\n`);
          return;
        }
        const ink = inkFor(world);
        const parts = [
          example === undefined
            ? ''
            : `${ink.bold('This is the example that comes with Tare, not your own work.')}\n${ink.soft(example)}\n\n`,
          formatWeighShort(answer, ink, world.columns),
          worst.findings.length === 0
            ? ''
            : `\n${ink.bold('Worth acting on')}\n\n${worst.findings.map((row) => formatFinding(row, ink, world.columns, 1)).join('\n\n')}\n`,
          `\n${ink.soft('Next: tare findings (all waste), tare session (one session), tare weigh (everything), tare check (is compute short?)')}\n`,
        ];
        world.writeOutput(parts.join(''));
        if (options.page ?? world.outputIsTerminal) {
          const lookedIn = example === undefined ? {} : { lookedIn: example.split('\n') };
          const { openPage } = await import('../open-page.ts');
          await openPage(tare, world, { port, openBrowser: options.browser, ...lookedIn });
        }
      }),
    );
};
