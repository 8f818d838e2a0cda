import { Option } from 'commander';
import { formatCount, formatPercent, formatQuantity, formatSignificant } from '../../base/number-format.ts';
import { TareError } from '../../base/tare-error.ts';
import type { FleetDay } from '../../scale/fleet/fleet-day-answer.ts';
import { fleetDay } from '../../scale/fleet/fleet-day.ts';
import {
  poweredChoices,
  startingValues,
  statedDay,
  statedNumbers,
  type Powered,
  type StatedKey,
  type StatedValues,
} from '../../scale/fleet/stated-day.ts';
import { gpuNamed } from '../../scale/hardware/gpu-named.ts';
import { layoutName } from '../../scale/hardware/layout.ts';
import { modelNamed } from '../../scale/hardware/model-named.ts';
import type { RegisterCommand } from '../command.ts';
import { inkFor, type Ink } from '../format/ink.ts';
import { formatTable } from '../format/table.ts';
import { printAnswer } from '../print-answer.ts';

const factors: Readonly<Record<string, number>> = { k: 1e3, M: 1e6, G: 1e9 };

function parseStated(key: StatedKey, text: string): number {
  const stated = statedNumbers.find((each) => each.key === key) as (typeof statedNumbers)[number];
  const match = /^([\d.]+(?:e\d+)?)([kMG]?)$/.exec(text);
  const value = match === null ? Number.NaN : Number(match[1]) * (factors[match[2] as string] ?? 1);
  if (value >= stated.low && value <= stated.high) return value;
  throw new TareError({
    code: 'bad-number',
    message: `--${key} ${text}: not a number from ${stated.low} to ${stated.high} (${stated.unit})`,
    hint: `For example --${key} ${stated.start}; k, M and G may follow a number.`,
  });
}

function parsePowered(text: string): Powered {
  const powered = poweredChoices.find((choice) => choice === text);
  if (powered !== undefined) return powered;
  throw new TareError({ code: 'bad-powered', message: `--powered ${text}: no such choice`, hint: `One of ${poweredChoices.join(', ')}.` });
}

const gpus = (value: number): string => formatQuantity(value, 'GPUs');

/** What `tare fleet` prints. */
function formatDay(day: FleetDay, ink: Ink, width: number): string {
  const { peak, mean } = day.needed;
  const hours = formatTable(
    [
      { head: 'hour', align: 'right' },
      { head: 'needed', align: 'right' },
      { head: 'busy', align: 'right' },
      { head: 'idle-hot', align: 'right' },
      { head: 'dark', align: 'right' },
      { head: 'refused', align: 'right' },
    ],
    day.hours.map((hour) => [
      `${hour.hour}:00`,
      formatCount(hour.neededGpus),
      formatCount(hour.busyGpus),
      formatCount(hour.idleHotGpus),
      formatCount(hour.darkGpus),
      formatPercent(hour.refusedShare),
    ]),
    width,
    ink.soft,
  );
  const moves = formatTable(
    [
      { head: 'what moves the need at the peak', align: 'left' },
      { head: 'input lower', align: 'right' },
      { head: 'input higher', align: 'right' },
    ],
    day.tornado
      .slice(0, 6)
      .map((bar) => [
        bar.name,
        bar.low === undefined ? 'cannot be served' : gpus(bar.low),
        bar.high === undefined ? 'cannot be served' : gpus(bar.high),
      ]),
    width,
    ink.soft,
  );
  return `${[
    ink.bold(
      `${gpus(peak.mid)} needed at the peak (${gpus(peak.low)} to ${gpus(peak.high)}), ${gpus(mean.mid)} in the mean; ${gpus(day.there)} there.`,
    ),
    `busy ${formatPercent(day.states.busy)}, idle-hot ${formatPercent(day.states.idleHot)}, dark ${formatPercent(day.states.dark)}; the site draws ${formatQuantity(day.energy.site / 86_400, 'W')} in the mean.`,
    `A replica: ${layoutName(day.layout)}, ${day.replica.gpus} GPUs, ${formatSignificant(day.replica.callsPerSecond)} calls/s at ${formatSignificant(day.replica.tpot * 1000)} ms a token, bound by ${day.replica.bindingLimit}. The range is the cost model’s 80 % band.`,
    hours,
    moves,
  ].join('\n\n')}\n`;
}

type FleetOptions = { readonly model: string; readonly gpu: string; readonly powered: string; readonly json?: true } & Readonly<
  Record<string, string | true | undefined>
>;

const optionName = (key: string): string => key.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

export const registerFleet: RegisterCommand = (program, world) => {
  const command = program
    .command('fleet')
    .description('a fleet’s day: GPUs needed against GPUs there; dark, idle-hot and busy by the hour')
    .addOption(new Option('--model <name>', 'as if the model were').default('deepseek-v3'))
    .addOption(new Option('--gpu <name>', 'on this part').default('H100-SXM'))
    .addOption(new Option('--powered <which>', `what is powered: ${poweredChoices.join(', ')}`).default('peak'));
  for (const stated of statedNumbers)
    command.addOption(new Option(`--${stated.key} <number>`, `${stated.label}, ${stated.unit} (${stated.start}: ${stated.source})`));
  command
    .addOption(new Option('--json', 'print the answer itself'))
    .addHelpText('after', '\nExample:\n  tare fleet --users 100M --reasoning 0.8 --fleet 220k')
    .action((options: FleetOptions) => {
      const given = statedNumbers.flatMap(({ key }) => {
        const text = options[optionName(key)];
        return typeof text === 'string' ? [[key, parseStated(key, text)] as const] : [];
      });
      const values: StatedValues = { ...startingValues, ...Object.fromEntries(given) };
      const day = fleetDay(statedDay(values, modelNamed(options.model), gpuNamed(options.gpu), parsePowered(options.powered)));
      if (day.kind === 'impossible') {
        throw new TareError({ code: day.reason, message: day.detail, hint: 'Name another GPU or a smaller model, or give more --tpot.' });
      }
      printAnswer(world, options, day, () => formatDay(day, inkFor(world), world.columns));
    });
};
