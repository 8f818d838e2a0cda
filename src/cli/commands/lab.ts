import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { formatQuantity } from '../../base/number-format.ts';
import { archiveOf, readExperiment } from '../../prove/lab/experiment-file.ts';
import { scoreExperiment } from '../../prove/lab/score-experiment.ts';
import type { RegisterCommand } from '../command.ts';
import { inkFor } from '../format/ink.ts';
import { formatLab } from '../lab/format-lab.ts';
import { servedAs } from '../lab/as-if-served.ts';
import { addLabRunOptions, asIfOption, type LabRunOptions } from '../lab/lab-options.ts';
import { runLab } from '../lab/run-lab.ts';
import { printAnswer } from '../print-answer.ts';
import type { World } from '../world.ts';

export const registerLab: RegisterCommand = (program, world) => {
  const lab = program
    .command('lab')
    .description('experiments on a model of yours: reasoning effort, retrieval against long context, your own tasks');
  registerRun(lab, world);
  lab
    .command('score')
    .description('score an experiment again from its file: no endpoint is asked')
    .argument('<experiment>', 'its folder, its file, or an archive')
    .addOption(asIfOption())
    .addOption(new Option('--json', 'print the answer itself'))
    .addHelpText('after', '\nExample:\n  tare lab score reasoning.jsonl.gz')
    .action((path: string, options: { readonly json?: true; readonly asIf?: string }) => {
      const served = servedAs(options.asIf);
      const answer = scoreExperiment(readExperiment(resolve(world.workingDirectory, path)), served);
      printAnswer(world, options, answer, () => formatLab(answer, inkFor(world), world.columns));
    });
  lab
    .command('export')
    .description('put an experiment with all its exchanges into one file that others can score')
    .argument('<experiment>', 'its folder or file')
    .argument('<archive>', 'file to write, .jsonl.gz')
    .addHelpText('after', '\nExample:\n  tare lab export reasoning-20261123-210000 reasoning.jsonl.gz')
    .action((path: string, archive: string) => {
      const experiment = readExperiment(resolve(world.workingDirectory, path));
      const bytes = archiveOf(experiment);
      const piloted = experiment.pilot === undefined ? '' : ` and ${experiment.pilot.exchanges.length} of the pilot`;
      writeFileSync(resolve(world.workingDirectory, archive), bytes);
      world.writeOutput(`${experiment.exchanges.length} exchanges${piloted}, ${formatQuantity(bytes.length, 'B')}: ${archive}\n`);
    });
};

function registerRun(lab: Command, world: World): void {
  addLabRunOptions(
    lab
      .command('run')
      .description('run an experiment: says first what it will take, stops at a ceiling, resumes where it stopped')
      .argument('<experiment>', 'reasoning, retrieval, or a file of tasks (.jsonl, promptfoo .yaml or .csv, inspect .eval or .json)'),
  )
    .addHelpText(
      'after',
      '\nExample:\n  tare lab run reasoning --endpoint http://127.0.0.1:11434/v1 --model gpt-oss:20b --efforts high,medium,low --max-time 60',
    )
    .action(async (experiment: string, options: LabRunOptions) => {
      const ran = await runLab(experiment, options, world);
      if ('planned' in ran) {
        printAnswer(world, options, ran.planned, () => ran.words);
        return;
      }
      const answer = { ...ran.answer, folder: ran.folder };
      printAnswer(world, options, answer, () => `${formatLab(ran.answer, inkFor(world), world.columns)}\nKept in ${ran.folder}\n`);
    });
}
