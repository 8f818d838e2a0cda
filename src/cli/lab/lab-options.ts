import { Option, type Command } from 'commander';
import { TareError } from '../../base/tare-error.ts';

/** Options of `tare lab run`, as typed. */
export interface LabRunOptions extends EndpointOptions {
  readonly judgeEndpoint?: string;
  readonly judgeModel?: string;
  readonly judgeApiKeyEnv?: string;
  readonly tasks: string;
  readonly seed: string;
  readonly margin: string;
  readonly pilot?: string;
  readonly sequential?: true;
  readonly temperature: string;
  readonly maxOutput: string;
  readonly efforts?: string;
  readonly closedAt?: string;
  readonly least?: true;
  readonly levels: string;
  readonly sizes: string;
  readonly passages: string;
  readonly cost?: string;
  readonly watts?: string;
  readonly asIf?: string;
  readonly maxUsd?: string;
  readonly maxTokens?: string;
  readonly maxTime?: string;
  readonly out?: string;
  readonly dryRun?: true;
  readonly yes?: true;
  readonly json?: true;
}

export interface EndpointOptions {
  readonly endpoint?: string;
  readonly dialect: string;
  readonly model?: string;
  readonly apiKeyEnv?: string;
  readonly anyModel?: true;
  readonly silence: string;
  readonly gguf?: string;
  readonly context?: string;
  readonly probeContext?: string;
  /** False with `--no-probe`. */
  readonly probe?: boolean;
  readonly threads: string;
  readonly recorded?: string;
}

export function addEndpointOptions(command: Command): Command {
  return command
    .addOption(new Option('--endpoint <url>', 'OpenAI-compatible or Anthropic endpoint: http://127.0.0.1:11434/v1 is Ollama'))
    .addOption(new Option('--dialect <name>', 'how the endpoint is spoken to').choices(['openai', 'anthropic']).default('openai'))
    .addOption(new Option('--model <name>', 'model to ask for; needed where the endpoint has several'))
    .addOption(new Option('--api-key-env <name>', 'environment variable that holds the key'))
    .addOption(new Option('--any-model', 'accept responses of a model with another name'))
    .addOption(new Option('--silence <seconds>', 'longest silence of the endpoint that is waited out').default('600'))
    .addOption(new Option('--gguf <file>', 'a model file run in this process, or hf:owner/repository:quant to download one'))
    .addOption(new Option('--context <tokens>', 'context of a --gguf model (default: what it was trained with)'))
    .addOption(new Option('--threads <count>', 'threads of a --gguf model').default('1'))
    .addOption(
      new Option(
        '--probe-context <tokens>',
        'where the server states no context limit: longest prompt of a search for it (default: the run’s own)',
      ),
    )
    .addOption(new Option('--no-probe', 'do not search for a context limit that is not stated'))
    .addOption(new Option('--recorded <path>', 'answer from the exchanges of an experiment on file'));
}

export const asIfOption = (): Option =>
  new Option('--as-if <model@gpu>', 'add the GPU-seconds that the tokens would take on a named open model and part (deepseek-v3@h200)');

export function addLabRunOptions(command: Command): Command {
  return addEndpointOptions(command)
    .addOption(new Option('--tasks <count>', 'tasks, fixed before the run').default('100'))
    .addOption(new Option('--margin <points>', 'largest loss of solved tasks that is put up with, in points of a hundred').default('5'))
    .addOption(new Option('--pilot <count>', 'run so many further tasks first and fix the number of tasks by them, at most --tasks'))
    .addOption(new Option('--sequential', 'stop as soon as the evidence suffices (e-process)'))
    .addOption(new Option('--seed <number>', 'of tasks, order and sampling').default('1'))
    .addOption(new Option('--temperature <number>').default('0.7'))
    .addOption(new Option('--max-output <tokens>', 'cap on every response').default('1024'))
    .addOption(new Option('--efforts <levels>', 'reasoning efforts of the endpoint, dearest first (high,medium,low); off is added'))
    .addOption(new Option('--closed-at <shares>', 'where the endpoint continues a prefix: close the reasoning at these shares (25,50)'))
    .addOption(new Option('--least', 'search the least share of the reasoning that keeps the answer, where a prefix can be continued'))
    .addOption(new Option('--levels <range>', 'difficulty of the built-in reasoning tasks').default('1-5'))
    .addOption(new Option('--sizes <list>', 'passages that retrieval puts into the prompt').default('1,3,8'))
    .addOption(new Option('--passages <count>', 'size of the built-in corpus').default('120'))
    .addOption(
      new Option('--cost <unit>', 'what a task’s cost is counted in (default: usd where priced, else seconds)').choices([
        'usd',
        'seconds',
        'tokens',
      ]),
    )
    .addOption(new Option('--judge-endpoint <url>', 'OpenAI-compatible endpoint of a model that judges tasks with the scorer judge'))
    .addOption(new Option('--judge-model <name>', 'its name; needed where the endpoint has several'))
    .addOption(new Option('--judge-api-key-env <name>', 'environment variable that holds its key'))
    .addOption(new Option('--watts <power>', 'power of your machine while it works, for an estimate of energy'))
    .addOption(asIfOption())
    .addOption(new Option('--max-usd <dollars>', 'stop before this is passed'))
    .addOption(new Option('--max-tokens <count>', 'stop before this is passed'))
    .addOption(new Option('--max-time <minutes>', 'stop when this is over'))
    .addOption(new Option('--out <folder>', 'where to keep the experiment; one that is there already is resumed'))
    .addOption(new Option('--dry-run', 'print the plan and what it will take, and stop'))
    .addOption(new Option('--yes', 'spend money without a ceiling'))
    .addOption(new Option('--json', 'print the answer itself'));
}

/** @throws {TareError} naming the option */
export function numberOption(text: string, option: string, low: number, high: number): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value >= low && value <= high) return value;
  throw new TareError({ code: 'bad-option', message: `${option} ${text}`, hint: `Give a number from ${low} to ${high}.` });
}

/** @throws {TareError} naming the option */
export function wholeOption(text: string, option: string, low: number, high: number): number {
  const value = numberOption(text, option, low, high);
  if (Number.isInteger(value)) return value;
  throw new TareError({ code: 'bad-option', message: `${option} ${text}`, hint: `Give a whole number from ${low} to ${high}.` });
}

/** Tasks of the pilot; 0 without one. @throws {TareError} naming the option */
export const pilotPairs = ({ pilot }: Pick<LabRunOptions, 'pilot'>): number =>
  pilot === undefined ? 0 : wholeOption(pilot, '--pilot', 2, 100_000);

export const listOption = (text: string, option: string, low: number, high: number): number[] =>
  text.split(',').map((part) => wholeOption(part, option, low, high));
