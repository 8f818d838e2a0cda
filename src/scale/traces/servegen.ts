import { z } from 'zod';
import { TareError } from '../../base/tare-error.ts';
import { unpacked } from './read-trace.ts';
import { tarFiles } from './tar-files.ts';

/** One stretch of a client's arrivals. */
export interface ServeGenWindow {
  readonly start: number;
  /** Requests per second. */
  readonly rate: number;
  /** Distribution of the time between arrivals, of which the mean is 1 / rate. */
  readonly gaps: { readonly family: 'exponential' } | { readonly family: 'gamma' | 'weibull'; readonly shape: number };
}

/** Lengths with their cumulative probability. */
export interface LengthDistribution {
  readonly lengths: Float64Array;
  readonly cumulative: Float64Array;
  readonly mean: number;
}

export interface ServeGenLengths {
  readonly start: number;
  readonly input: LengthDistribution;
  readonly output: LengthDistribution;
}

/** One tenant of an Alibaba workload (github.com/alibaba/ServeGen): when it sends, and how long its prompts and answers are. */
export interface ServeGenClient {
  readonly name: string;
  readonly windows: readonly ServeGenWindow[];
  /** Empty where the length file is missing. */
  readonly lengths: readonly ServeGenLengths[];
}

const datasetSchema = z.record(z.string(), z.record(z.string(), z.string()));

/** Prompt parts; a text workload has the first, a multimodal one the others. */
const inputFields = ['input_tokens', 'text_tokens', 'image_tokens', 'audio_tokens', 'video_tokens'];

/** Reads the pair of archives of one ServeGen workload. @throws {TareError} on damaged content or without any client */
export function readServeGen(archives: { readonly trace: Uint8Array; readonly dataset: Uint8Array }, place: string): ServeGenClient[] {
  const datasets = new Map<string, Uint8Array>();
  for (const [path, content] of tarFiles(unpacked(archives.dataset, place))) datasets.set(clientOf(path), content);
  const clients: ServeGenClient[] = [];
  for (const [path, content] of tarFiles(unpacked(archives.trace, place))) {
    if (!path.endsWith('-trace.csv')) continue;
    const name = clientOf(path);
    const dataset = datasets.get(name);
    clients.push({
      name,
      windows: windowsOf(new TextDecoder().decode(content), path),
      lengths: dataset === undefined ? [] : lengthsOf(new TextDecoder().decode(dataset), path),
    });
  }
  if (clients.every((client) => client.lengths.length === 0)) {
    throw new TareError({
      code: 'empty-trace',
      message: `${place} has no client with lengths`,
      hint: 'Give the -trace and -dataset archives of one workload.',
    });
  }
  return clients.sort((left, right) => left.name.localeCompare(right.name, 'en', { numeric: true }));
}

const clientOf = (path: string): string => (path.split('/').pop() as string).replace(/-(?:trace\.csv|dataset\.json)$/, '');

function windowsOf(text: string, place: string): ServeGenWindow[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line, index) => {
      const [start, rate, , family, shape] = line.split(',');
      const window = { start: Number(start), rate: Number(rate), shape: Number(shape) };
      if (!Number.isFinite(window.start) || !(window.rate >= 0)) {
        throw new TareError({
          code: 'bad-trace',
          message: `${place}:${index + 1}: no window start and rate`,
          hint: 'Fetch the archive again.',
        });
      }
      const isNamed = (family === 'Gamma' || family === 'Weibull') && window.shape > 0;
      return {
        start: window.start,
        rate: window.rate,
        gaps: isNamed ? { family: family === 'Gamma' ? 'gamma' : 'weibull', shape: window.shape } : { family: 'exponential' },
      };
    });
}

function lengthsOf(text: string, place: string): ServeGenLengths[] {
  const found: ServeGenLengths[] = [];
  for (const [start, fields] of Object.entries(datasetSchema.parse(JSON.parse(text)))) {
    const inputs = inputFields.flatMap((field) => (fields[field] === undefined ? [] : [distributionOf(fields[field])]));
    const output = fields['output_tokens'] === undefined ? undefined : distributionOf(fields['output_tokens']);
    const [first, ...rest] = inputs;
    if (first === undefined || output === undefined || first.lengths.length === 0 || output.lengths.length === 0) continue;
    // The files give the parts of a multimodal prompt apart; only their means can be added without knowing how they vary together.
    const more = rest.reduce((sum, part) => sum + (part.lengths.length === 0 ? 0 : part.mean), 0);
    found.push({
      start: Number(start),
      input: { ...first, lengths: first.lengths.map((length) => length + Math.round(more)), mean: first.mean + more },
      output,
    });
  }
  if (found.some((one) => !Number.isFinite(one.start))) {
    throw new TareError({ code: 'bad-trace', message: `${place}: a window is not a number`, hint: 'Fetch the archive again.' });
  }
  return found.sort((left, right) => left.start - right.start);
}

/** Parses `{length: probability, ..}` as Python prints it. */
function distributionOf(text: string): LengthDistribution {
  const pairs = text
    .replaceAll(/[{}\s]/g, '')
    .split(',')
    .map((pair) => pair.split(':').map(Number))
    .filter(([length, probability]) => (length as number) >= 0 && (probability as number) > 0);
  const total = pairs.reduce((sum, [, probability]) => sum + (probability as number), 0);
  let running = 0;
  const cumulative = Float64Array.from(pairs, ([, probability]) => (running += (probability as number) / total));
  return {
    lengths: Float64Array.from(pairs, ([length]) => length as number),
    cumulative,
    mean: pairs.reduce((sum, [length, probability]) => sum + ((length as number) * (probability as number)) / total, 0),
  };
}
