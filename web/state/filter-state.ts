import { computed } from '@preact/signals';
import { timestamp } from '../../src/base/units.ts';
import type { Filter } from '../../src/show/answers/filter.ts';
import { isSourceName } from '../../src/call/source-name.ts';
import { place } from './location.ts';

const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

const optionalTime = (text: string | undefined) =>
  text === undefined || !Number.isFinite(Date.parse(text)) ? undefined : timestamp(Date.parse(text));

/** The filter that the address states. */
export const filter = computed<Filter>(() => {
  const { since, until, project, model, source, tz } = place.value.options;
  const from = optionalTime(since);
  const to = optionalTime(until);
  const sources = source?.split(',').filter(isSourceName);
  return {
    timeZone: tz ?? timeZone,
    ...(from === undefined ? {} : { since: from }),
    ...(to === undefined ? {} : { until: to }),
    ...(project === undefined ? {} : { project }),
    ...(model === undefined ? {} : { model }),
    ...(sources === undefined || sources.length === 0 ? {} : { sources }),
  };
});

const quote = (text: string): string => (/^[\w./:@+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

/** Options of the command that states the same filter. */
export const filterCommand = computed<string>(() => {
  const { since, until, project, model, source } = place.value.options;
  return [
    since === undefined ? '' : `--since ${quote(since)}`,
    until === undefined ? '' : `--until ${quote(until)}`,
    project === undefined ? '' : `--project ${quote(project)}`,
    model === undefined ? '' : `--model ${quote(model)}`,
    source === undefined ? '' : `--source ${quote(source)}`,
  ]
    .filter((part) => part !== '')
    .join(' ');
});
