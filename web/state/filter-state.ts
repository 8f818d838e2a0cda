import { computed } from '@preact/signals';
import { parseTime } from '../../src/base/parse-time.ts';
import { TareError } from '../../src/base/tare-error.ts';
import { timestamp, type Timestamp } from '../../src/base/units.ts';
import type { Filter } from '../../src/show/answers/filter.ts';
import { isSourceName } from '../../src/call/source-name.ts';
import { place } from './location.ts';

/** Where this browser is, or what the address says. */
export const timeZone = computed<string>(() => place.value.options['tz'] ?? Intl.DateTimeFormat().resolvedOptions().timeZone);

/** The moment of the latest change of period: spans back from now stand still while the period does. */
const periodNow = computed<Timestamp>(() => {
  void place.value.options['since'];
  return timestamp(Date.now());
});

interface Period {
  readonly since?: Timestamp;
  readonly until?: Timestamp;
}

/** Read as the command line reads `--since` and `--until`: local days, the last one included. */
function periodOf(since: string | undefined, until: string | undefined): Period {
  const now = periodNow.value;
  return {
    ...(since === undefined ? {} : { since: parseTime(since, 'since', now, timeZone.value, 'start') }),
    ...(until === undefined ? {} : { until: parseTime(until, 'until', now, timeZone.value, 'end') }),
  };
}

const periodOrProblem = computed<Period | TareError>(() => {
  const { since, until } = place.value.options;
  try {
    return periodOf(since, until);
  } catch (error) {
    if (TareError.isInstance(error)) return error;
    throw error;
  }
});

/** What is wrong with the period in the address; absent where nothing is. */
export const filterProblem = computed<TareError | undefined>(() =>
  TareError.isInstance(periodOrProblem.value) ? periodOrProblem.value : undefined,
);

/** The filter that the address states. */
export const filter = computed<Filter>(() => {
  const { project, model, source } = place.value.options;
  const period = periodOrProblem.value;
  const sources = source?.split(',').filter(isSourceName);
  return {
    timeZone: timeZone.value,
    ...(TareError.isInstance(period) ? {} : period),
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
