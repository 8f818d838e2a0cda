import { TareError } from '../../base/tare-error.ts';
import type { RegisterCommand } from '../command.ts';
import { inkFor } from '../format/ink.ts';
import { formatProve } from '../lab/format-prove.ts';
import { addLabRunOptions, type LabRunOptions } from '../lab/lab-options.ts';
import { openEndpoint } from '../lab/open-endpoint.ts';
import { experimentPlan } from '../lab/plan-run.ts';
import { provedCost, replayable, replayedArms, type Replayable } from '../lab/prove-finding.ts';
import type { ProvedBehaviour, ProveAnswer } from '../lab/prove-answer.ts';
import { runPlanned } from '../lab/run-lab.ts';
import { tokenRates } from '../lab/token-rates.ts';
import { parseTimeZone } from '../../base/parse-time.ts';
import { printAnswer } from '../print-answer.ts';
import { withTare } from '../with-tare.ts';
import type { World } from '../world.ts';

interface ProveOptions extends LabRunOptions {
  readonly source?: readonly string[];
  readonly from?: string;
}

const everyFinding = 1_000_000;

const hasEndpoint = ({ endpoint, gguf, recorded }: ProveOptions): boolean => [endpoint, gguf, recorded].some((each) => each !== undefined);

/** Sends the requests again, as they were and with the edit. */
async function replay(source: Replayable, options: ProveOptions, world: World): Promise<ProvedBehaviour> {
  if (!hasEndpoint(options)) {
    return {
      state: 'not-proved',
      why: `its ${source.exchanges.size} requests are on file and can be sent again with ${source.edit.name}, but no model was named`,
      how: 'Name the model: --endpoint URL --model NAME, or --gguf FILE.',
    };
  }
  const endpoint = await openEndpoint(options, world);
  try {
    const arms = replayedArms(source);
    const { taskSet } = source.experiment.header;
    const tasks = { ...taskSet, name: `prove-${source.edit.name}`, tasks: taskSet.tasks.filter(({ id }) => source.exchanges.has(id)) };
    const plan = experimentPlan(tasks, arms, options, tokenRates(endpoint.facts, world.clock()));
    const ran = await runPlanned({ plan, taskSet: tasks, arms, leftOut: [] }, endpoint, options, world);
    if ('planned' in ran) return { state: 'not-proved', why: `this was a dry run:\n${ran.words}`, how: 'Leave out --dry-run.' };
    return { state: 'replayed', edit: source.edit.name, lab: ran.answer, folder: ran.folder };
  } finally {
    await endpoint.close();
  }
}

export const registerProve: RegisterCommand = (program, world) => {
  addLabRunOptions(
    program
      .command('prove')
      .description('replay with and without the fix of a finding: quality and cost; proved, not proved, harmful')
      .argument('<finding>', 'handle of a finding, as tare findings lists it: f-1a2b3c')
      .option('--source <name...>', 'only these agents')
      .option('--from <folder>', 'with one --source: read this folder instead of the agent’s own'),
  )
    .addHelpText('after', '\nExample:\n  tare prove f-1a2b3c --endpoint http://127.0.0.1:8080/v1 --max-time 30')
    .action((handle: string, options: ProveOptions) =>
      withTare(world, options, async ({ answers }) => {
        const timeZone = parseTimeZone(world.env['TZ'] ?? Intl.DateTimeFormat().resolvedOptions().timeZone);
        const { findings } = await answers.ask('findings', { filter: { timeZone }, limit: everyFinding });
        const finding = findings.find((row) => row.handle === handle || row.id === handle);
        if (finding === undefined)
          throw new TareError({
            code: 'unknown-finding',
            message: `no finding ${handle}`,
            hint: 'tare findings lists them with their handles.',
          });
        const { id, cause, state, session, title, fix } = finding;
        const cost = await provedCost(answers, finding);
        const source = replayable(finding);
        const behaviour = 'state' in source ? source : await replay(source, options, world);
        const answer: ProveAnswer = { finding: { id, handle: finding.handle, cause, state, session, title, fix }, cost, behaviour };
        printAnswer(world, options, answer, () => formatProve(answer, inkFor(world), world.columns));
      }),
    );
};
