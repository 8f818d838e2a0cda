import { closeSync, existsSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { TareError } from '../../base/tare-error.ts';
import { experimentVersion, type ExchangeRecord, type Experiment, type ExperimentHeader, type JudgementRecord } from './experiment.ts';

export const experimentFileName = 'experiment.jsonl';
/** Folder of a run's pilot, beside its file. */
export const pilotFolderName = 'pilot';

const badFile = (where: string, what: string): TareError =>
  new TareError({
    code: 'bad-experiment',
    message: `${where}: ${what}`,
    hint: 'Give the folder of a lab run, its experiment.jsonl, or an archive made by tare lab export.',
  });

function typeOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'type' in value ? value.type : undefined;
}

/** A line of the pilot in an archive: its header or one of its exchanges, wrapped. */
interface PilotLine {
  readonly type: 'pilot';
  readonly line: ExperimentHeader | ExchangeRecord | JudgementRecord;
}

/** Exchanges with what the judge said of each. */
function withJudgements(
  header: ExperimentHeader,
  exchanges: readonly ExchangeRecord[],
  judgements: readonly JudgementRecord[],
): Experiment {
  if (judgements.length === 0) return { header, exchanges };
  const solved = new Map(
    judgements.flatMap((each) => (each.of === undefined || each.solved === undefined ? [] : [[each.of, each.solved]])),
  );
  const judged = exchanges.map((each): ExchangeRecord => {
    const verdict = solved.get(each.order);
    return verdict === undefined ? each : { ...each, judged: verdict };
  });
  return { header, exchanges: judged, judgements };
}

function pilotOf(lines: readonly PilotLine['line'][]): { readonly pilot?: Experiment } {
  const header = lines.find((line) => line.type === 'experiment');
  if (header === undefined) return {};
  return {
    pilot: withJudgements(
      header,
      lines.filter((line) => line.type === 'exchange'),
      lines.filter((line) => line.type === 'judgement'),
    ),
  };
}

/** @throws {TareError} naming the line; a last line that was cut off by a crash is left out */
export function parseExperiment(text: string, file: string): Experiment {
  const lines = text.split('\n');
  const complete = text.endsWith('\n') ? lines.length - 1 : lines.length;
  let header: ExperimentHeader | undefined;
  const exchanges: ExchangeRecord[] = [];
  const pilot: PilotLine['line'][] = [];
  const judgements: JudgementRecord[] = [];
  for (let index = 0; index < complete; index++) {
    let value: unknown;
    try {
      value = JSON.parse(lines[index] as string);
    } catch {
      if (index === lines.length - 1) break;
      throw badFile(`${file}:${index + 1}`, 'not JSON');
    }
    switch (typeOf(value)) {
      case 'experiment':
        header = value as ExperimentHeader;
        if (header.version !== experimentVersion)
          throw badFile(`${file}:${index + 1}`, `another version than ${String(experimentVersion)}, the one that this Tare reads`);
        break;
      case 'exchange':
        exchanges.push(value as ExchangeRecord);
        break;
      case 'judgement':
        judgements.push(value as JudgementRecord);
        break;
      case 'pilot':
        pilot.push((value as PilotLine).line);
        break;
      default:
        throw badFile(`${file}:${index + 1}`, 'neither an experiment nor an exchange');
    }
  }
  if (header === undefined) throw badFile(`${file}:1`, 'no experiment');
  return { ...withJudgements(header, exchanges, judgements), ...pilotOf(pilot) };
}

/** File of an experiment that is named by its folder, by itself, or by an archive. */
export const experimentFileAt = (path: string): string => (/\.jsonl(?:\.gz)?$/.test(path) ? path : join(path, experimentFileName));

/** With the pilot that stands beside it, if any. @throws {TareError} when there is none, or it is damaged */
export function readExperiment(path: string): Experiment {
  const file = experimentFileAt(path);
  if (!existsSync(file)) throw badFile(path, 'there is no experiment');
  const bytes = readFileSync(file);
  const experiment = parseExperiment((file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8'), file);
  const beside = join(dirname(file), pilotFolderName, experimentFileName);
  if (experiment.header.plan.pilot === undefined || experiment.pilot !== undefined || !existsSync(beside)) return experiment;
  return { ...experiment, pilot: parseExperiment(readFileSync(beside, 'utf8'), beside) };
}

/** The whole experiment in one file that another person can score without an endpoint, its pilot included. */
export function archiveOf({ pilot, ...run }: Experiment): Uint8Array {
  const piloted = pilot === undefined ? [] : linesOf(pilot).map((line): PilotLine => ({ type: 'pilot', line }));
  const [header, ...rest] = linesOf(run);
  return gzipSync(
    [header, ...piloted, ...rest]
      .map(
        (line) => `${JSON.stringify(line)}
`,
      )
      .join(''),
    { level: 9 },
  );
}

function unjudged(exchange: ExchangeRecord): ExchangeRecord {
  const { judged, ...plain } = exchange;
  return judged === undefined ? exchange : plain;
}

/** Lines of an experiment as they stand in its file: verdicts stand in the judgements alone. */
const linesOf = ({ header, exchanges, judgements = [] }: Experiment): PilotLine['line'][] => [
  header,
  ...exchanges.map(unjudged),
  ...judgements,
];

/** Appends exchanges to an experiment's file; each stands on disk before the next request is sent. */
export class ExperimentWriter {
  readonly #descriptor: number;

  private constructor(descriptor: number) {
    this.#descriptor = descriptor;
  }

  /** Starts a file. @throws {TareError} when there is one already */
  static create(folder: string, header: ExperimentHeader): ExperimentWriter {
    const file = join(folder, experimentFileName);
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    if (existsSync(file)) throw badFile(file, 'there is an experiment already');
    const writer = new ExperimentWriter(openSync(file, 'a', 0o600));
    writer.#append(header);
    return writer;
  }

  /** Goes on with a file; a last line that a crash has cut is taken off. */
  static resume(folder: string): ExperimentWriter {
    const file = join(folder, experimentFileName);
    const bytes = readFileSync(file);
    const end = bytes.lastIndexOf(0x0a) + 1;
    const descriptor = openSync(file, 'r+');
    if (end < bytes.length) ftruncateSync(descriptor, end);
    closeSync(descriptor);
    return new ExperimentWriter(openSync(file, 'a'));
  }

  add(line: ExchangeRecord | JudgementRecord): void {
    this.#append(line);
  }

  #append(line: PilotLine['line']): void {
    writeSync(this.#descriptor, `${JSON.stringify(line)}\n`);
    fsyncSync(this.#descriptor);
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}
