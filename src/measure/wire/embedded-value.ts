import { dialectNamed } from './dialects.ts';
import { base64Step, jsonStep, streamedDialect } from './embedded-step.ts';
import { streamEvents } from './stream-events.ts';

/** What a text holds under a step that goes into it; undefined where it does not. */
export function embeddedValue(step: string, text: unknown): unknown {
  if (typeof text !== 'string') return undefined;
  if (step === base64Step) return Buffer.from(text, 'base64').toString('utf8');
  const dialect = streamedDialect(step);
  if (dialect !== undefined) return dialectNamed(dialect)?.assemble(streamEvents(text));
  if (step !== jsonStep) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
