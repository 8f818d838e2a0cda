import { z } from 'zod';
import { TareError } from '../../base/tare-error.ts';
import { secondsOf } from './csv-trace.ts';
import { TraceBuilder, type Trace } from './trace.ts';

/** Tokens of one `hash_ids` block in Mooncake's traces (github.com/kvcache-ai/Mooncake, FAST25-release). */
const mooncakeBlock = 512;

const mooncakeRow = z.object({
  timestamp: z.number(),
  input_length: z.number(),
  output_length: z.number(),
  hash_ids: z.array(z.int()),
});

const time = z.union([z.number(), z.string()]);
const plainRow = z.object({
  timestamp: time.optional(),
  time: time.optional(),
  arrival: time.optional(),
  arrival_time: time.optional(),
  input_tokens: z.number().optional(),
  input_length: z.number().optional(),
  input_toks: z.number().optional(),
  prompt_tokens: z.number().optional(),
  output_tokens: z.number().optional(),
  output_length: z.number().optional(),
  output_toks: z.number().optional(),
  completion_tokens: z.number().optional(),
  session: z.union([z.string(), z.number()]).optional(),
  user: z.union([z.string(), z.number()]).optional(),
});

/** Reads Mooncake's JSONL (timestamp in ms, input_length, output_length, hash_ids) or plain objects with a time in seconds. */
export function readJsonLinesTrace(text: string, options: { readonly place: string; readonly sort: boolean }): Trace {
  const lines = text.split('\n');
  const isMooncake = lines.find((line) => line.trim() !== '')?.includes('"hash_ids"') ?? false;
  const builder = new TraceBuilder({ place: options.place, format: isMooncake ? 'mooncake' : 'jsonl', sort: options.sort });
  lines.forEach((raw, index) => {
    if (raw.trim() === '') return;
    const at = `${options.place}:${index + 1}`;
    const value = parsed(raw, at);
    if (isMooncake) {
      const row = checked(mooncakeRow, value, at);
      builder.add({
        line: index + 1,
        seconds: row.timestamp / 1000,
        input: row.input_length,
        output: row.output_length,
        blocks: row.hash_ids,
      });
      return;
    }
    const row = checked(plainRow, value, at);
    const moment = row.timestamp ?? row.time ?? row.arrival ?? row.arrival_time;
    const sender = row.session ?? row.user;
    builder.add({
      line: index + 1,
      seconds: present(typeof moment === 'string' ? secondsOf(moment) : moment, at, 'timestamp'),
      input: present(row.input_tokens ?? row.input_length ?? row.prompt_tokens ?? row.input_toks, at, 'input_tokens'),
      output: present(row.output_tokens ?? row.output_length ?? row.completion_tokens ?? row.output_toks, at, 'output_tokens'),
      user: sender === undefined ? undefined : String(sender),
    });
  });
  return builder.build(isMooncake ? mooncakeBlock : undefined);
}

function parsed(raw: string, at: string): unknown {
  try {
    return JSON.parse(raw);
  } catch (cause) {
    throw new TareError({
      code: 'bad-trace',
      message: `${at}: not a JSON object`,
      hint: 'Give one JSON object a line; is the line cut off?',
      cause,
    });
  }
}

function checked<Value>(schema: z.ZodType<Value>, value: unknown, at: string): Value {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new TareError({
    code: 'bad-trace',
    message: `${at}: ${issue?.path.join('.') ?? 'row'}: ${issue?.message ?? 'not as expected'}`,
    hint: 'docs/scenario-format.md lists the fields of each trace format.',
  });
}

function present(value: number | undefined, at: string, field: string): number {
  if (value !== undefined) return value;
  throw new TareError({
    code: 'bad-trace',
    message: `${at}: no ${field}`,
    hint: 'Give each object timestamp, input_tokens and output_tokens.',
  });
}
