import { z } from 'zod';
import { TareError } from '../../base/tare-error.ts';
import { timestamp } from '../../base/units.ts';
import type { SessionId } from '../../call/entry.ts';
import type { SegmentId } from '../../call/segment.ts';
import { sourceNames } from '../../call/source-name.ts';
import type { QuestionName, Questions } from '../answers/answer-service.ts';
import { pieceNames } from '../answers/timeline-answer.ts';
import { icicleOrders, icicleUnits } from '../answers/icicle-answer.ts';

const text = z.string().max(500);
const time = z.number().finite().transform(timestamp);

const filter = z.strictObject({
  since: time.exactOptional(),
  until: time.exactOptional(),
  timeZone: text,
  sources: z.array(z.enum(sourceNames)).exactOptional(),
  project: text.exactOptional(),
  model: text.exactOptional(),
  branch: text.exactOptional(),
  session: text.transform((value) => value as SessionId).exactOptional(),
});

const asIf = z.strictObject({ model: text, gpu: text });

const limit = z.number().int().min(1).max(10_000);
const whole = z.number().int().min(0);
const side = z.strictObject({ name: text, filter });

const requests = {
  weigh: z.strictObject({ filter }),
  findings: z.strictObject({ filter, limit }),
  sessions: z.strictObject({ filter, limit }),
  session: z.strictObject({ session: text }),
  compare: z.strictObject({ before: side, after: side }),
  icicle: z.strictObject({
    filter,
    order: z.enum(icicleOrders),
    unit: z.enum(icicleUnits),
    pixels: z.number().int().min(1).max(20_000),
    zoom: z.strictObject({ from: z.number(), to: z.number() }).exactOptional(),
    asIf: asIf.exactOptional(),
  }),
  asIf: z.strictObject({ filter, asIf }),
  timeline: z.strictObject({ filter, unit: z.enum(icicleUnits), asIf: asIf.exactOptional() }),
  piece: z.strictObject({ filter, names: z.partialRecord(z.enum(pieceNames), whole) }),
  text: z.strictObject({ segment: text.transform((value) => value as SegmentId) }),
  segment: z.strictObject({ segment: text.transform((value) => value as SegmentId) }),
  context: z.strictObject({ session: text.transform((value) => value as SessionId), chain: text, call: z.number().int().min(0) }),
  traffic: z.strictObject({ filter }),
  claims: z.strictObject({}),
  doctor: z.strictObject({ filter }),
} satisfies { readonly [Name in QuestionName]: z.ZodType<Questions[Name]['request']> };

/** A question with the request that belongs to it. */
export interface ParsedQuestion<Name extends QuestionName = QuestionName> {
  readonly question: Name;
  readonly request: Questions[Name]['request'];
}

const isQuestion = (name: unknown): name is QuestionName => typeof name === 'string' && Object.hasOwn(requests, name);

/** Reads what a page asked. @throws {TareError} naming the field that is wrong */
export function parseQuestion(value: unknown): ParsedQuestion {
  const asked = z.object({ question: z.unknown(), request: z.unknown() }).safeParse(value);
  const name = asked.success ? asked.data.question : undefined;
  if (!isQuestion(name) || !asked.success) {
    throw new TareError({ code: 'unknown-question', message: 'no such question', hint: `Questions: ${Object.keys(requests).join(', ')}.` });
  }
  const request = requests[name].safeParse(asked.data.request);
  if (!request.success) {
    const [issue] = request.error.issues;
    throw new TareError({
      code: 'bad-request',
      message: `${name}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`,
      hint: 'Reload the page.',
    });
  }
  return { question: name, request: request.data };
}
