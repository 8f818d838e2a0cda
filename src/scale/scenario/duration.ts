import { z } from 'zod';

const units = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 } as const;

/** Seconds of `50ms`, `30s`, `10m`, `24h`, `7d` or a plain number of seconds; undefined where it is none of them. */
function secondsOfText(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)?$/.exec(text.trim());
  if (match === null) return undefined;
  return Number(match[1]) * units[(match[2] ?? 's') as keyof typeof units];
}

/** A duration in a scenario file. */
export const duration = z.union([z.number(), z.string()]).transform((value, context) => {
  const parsed = typeof value === 'number' ? value : secondsOfText(value);
  if (parsed !== undefined && parsed >= 0 && Number.isFinite(parsed)) return parsed;
  context.addIssue({ code: 'custom', message: `expected a duration such as 50ms, 30s, 10m or 24h, got ${JSON.stringify(value)}` });
  return z.NEVER;
});
