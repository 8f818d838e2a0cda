import { resolve } from 'node:path';
import { Option } from 'commander';
import { formatCount } from '../../base/number-format.ts';
import type { RegisterCommand } from '../command.ts';
import { exportedTables } from '../../ledger/questions/exported-tables.ts';
import { exportFormats, parseExportRequest, type ExportReport } from '../export-tables.ts';
import { printAnswer } from '../print-answer.ts';
import { withTare } from '../with-tare.ts';

interface ExportOptions {
  readonly format: string;
  readonly out: string;
  readonly table?: readonly string[];
  readonly source?: readonly string[];
  readonly from?: string;
  readonly json?: true;
}

const formatReport = ({ files }: ExportReport): string =>
  `${files.map(({ file, rows }) => `${file}  ${formatCount(rows)} rows`).join('\n')}\n`;

export const registerExport: RegisterCommand = (program, world) => {
  program
    .command('export')
    .description('write the ledger’s tables to files; columns are described in docs/ledger.md')
    .addOption(new Option('--format <format>', exportFormats.join(', ')).default('parquet'))
    .requiredOption('--out <path>', 'folder for the files; with one --table also a file')
    .addOption(new Option('--table <name...>', `only these: ${Object.keys(exportedTables).join(', ')}`))
    .addOption(new Option('--source <name...>', 'with --from: whose transcripts they are'))
    .addOption(new Option('--from <folder>', 'with one --source: read this folder instead of the agents’ own'))
    .addOption(new Option('--json', 'print the answer itself'))
    .addHelpText('after', '\nExample:\n  tare export --format csv --out tare-export')
    .action((options: ExportOptions) => {
      const request = parseExportRequest({ ...options, out: resolve(world.workingDirectory, options.out) });
      return withTare(world, options, async (tare) => {
        const report = await tare.exportTables(request);
        printAnswer(world, options, report, () => formatReport(report));
      });
    });
};
