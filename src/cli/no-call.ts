import type { Filter } from '../show/answers/filter.ts';
import type { OpenedTare } from './with-tare.ts';

interface Looked {
  readonly filesFound: number;
  readonly from?: string | undefined;
  /** First and last day with a call, whatever the filter. */
  readonly days?: { readonly first: string; readonly last: string } | undefined;
  /** With `--from`, whose transcripts lie there where they are not those of the agent named. */
  readonly written?: readonly string[] | undefined;
}

/** What to say instead of a table of nothing. */
export function noCallWords({ filesFound, from, days, written }: Looked): string {
  if (from !== undefined && written !== undefined && written.length > 0)
    return `What lies in ${from} was written by ${written.join(' and ')}.\nName that: --source ${written[0]} --from ${from}.\n`;
  if (days !== undefined) {
    return `No call matches; calls stand from ${days.first} to ${days.last}.\nWiden --since, --until, --source, --project, --model or --branch: tare session lists the sessions.\n`;
  }
  const place = from === undefined ? 'where the agents on this machine keep transcripts' : `in ${from}`;
  if (filesFound === 0)
    return `No transcript was found ${place}.\nName another folder with --source and --from; tare doctor lists what was looked at.\n`;
  const files = filesFound === 1 ? '1 file was' : `${filesFound} files were`;
  return `No call was found ${place}: ${files} found, none with a response that names its tokens.\nIs --source the right agent? tare doctor says what was skipped.\n`;
}

/** The words for an answer without a call; `undefined` where a call matches the filter. */
export async function wordsWithoutCall(tare: OpenedTare, filter: Filter, from?: string): Promise<string | undefined> {
  const { sessions } = await tare.answers.ask('sessions', { filter, limit: 1 });
  if (sessions.length > 0) return undefined;
  const { byDay, bySource } = await tare.answers.ask('weigh', { filter: { timeZone: filter.timeZone } });
  const others = bySource.map(({ name }) => name).filter((name) => !(filter.sources ?? []).some((asked) => asked === name));
  const names = byDay.map(({ name }) => name).toSorted();
  const [first, last] = [names[0], names.at(-1)];
  return noCallWords({
    filesFound: tare.refreshed.filesFound,
    from,
    written: others.length === bySource.length ? others : undefined,
    days: first === undefined || last === undefined ? undefined : { first, last },
  });
}
