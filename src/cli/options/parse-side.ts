import type { Filter } from '../../show/answers/filter.ts';
import type { SessionId } from '../../call/entry.ts';
import type { World } from '../world.ts';
import { parseTime } from '../../base/parse-time.ts';

/** One side of a comparison: its name for people, and what part of the ledger it is. */
export interface Side {
  readonly name: string;
  readonly filter: Filter;
}

const namedSide = /^(project|branch|model|session):(.+)$/;

/**
 * Reads a side: `2026-11-01..2026-11-07` (days, both included), `2026-11-01..` or `..2026-11-07`, a single day,
 * `7d` back from now, `project:shop`, `branch:main`, `model:opus`, `session:<id>`, or a bare session id.
 */
export function parseSide(text: string, base: Filter, world: World): Side {
  const named = namedSide.exec(text);
  if (named !== null) {
    const value = named[2] as string;
    switch (named[1] as 'project' | 'branch' | 'model' | 'session') {
      case 'project':
        return { name: text, filter: { ...base, project: value } };
      case 'branch':
        return { name: text, filter: { ...base, branch: value } };
      case 'model':
        return { name: text, filter: { ...base, model: value } };
      case 'session':
        return { name: text, filter: { ...base, session: value as SessionId } };
    }
  }
  const now = world.clock();
  const edge = (part: string, side: 'start' | 'end') => parseTime(part, text, now, base.timeZone, side);
  const range = /^(.*)\.\.(.*)$/.exec(text);
  if (range !== null) {
    const [from, to] = [range[1] as string, range[2] as string];
    return {
      name: text,
      filter: { ...base, ...(from === '' ? {} : { since: edge(from, 'start') }), ...(to === '' ? {} : { until: edge(to, 'end') }) },
    };
  }
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return { name: text, filter: { ...base, since: edge(text, 'start'), until: edge(text, 'end') } };
  if (/^\d+[hdw]$/.test(text)) return { name: `last ${text}`, filter: { ...base, since: edge(text, 'start') } };
  return { name: text, filter: { ...base, session: text as SessionId } };
}
