import { resolve } from 'node:path';
import { Option } from 'commander';
import { formatCount } from '../../base/number-format.ts';
import type { RegisterCommand } from '../command.ts';
import { exportedTables } from '../../ledger/questions/exported-tables.ts';
import { exportFormats, parseExportRequest, type ExportReport } from '../export-tables.ts';
import { addFilterOptions, filterOf, type FilterOptions } from '../options/filter-options.ts';
import { printAnswer } from '../print-answer.ts';
import { withTare } from '../with-tare.ts';

interface ExportOptions extends FilterOptions {
  readonly format: string;
  readonly out: string;
  readonly table?: readonly string[];
}

const formatReport = ({ files }: ExportReport): string =>
  `${files.map(({ file, rows }) => `${file}  ${formatCount(rows)} rows`).join('\n')}\n`;

export const registerExport: RegisterCommand = (program, world) => {
  addFilterOptions(program.command('export').description('write the ledger’s tables to files; columns are described in docs/ledger.md'))
    .addOption(new Option('--format <format>', exportFormats.join(', ')).default('parquet'))
    .requiredOption('--out <path>', 'folder for the files; with one --table also a file')
    .addOption(new Option('--table <name...>', `only these: ${Object.keys(exportedTables).join(', ')}`))
    .addHelpText(
      'after',
      '\nOf what a filter selects, call holds the calls, and every other table what belongs to sessions with such a call.' +
        '\n\nExample:\n  tare export --format csv --out tare-export --since 30d --project shop',
    )
    .action((options: ExportOptions) => {
      const filter = filterOf(options, world);
      const request = parseExportRequest({ ...options, filter, out: resolve(world.workingDirectory, options.out) });
      return withTare(world, options, async (tare) => {
        const report = await tare.exportTables(request);
        printAnswer(world, options, report, () => formatReport(report));
      });
    });
};
