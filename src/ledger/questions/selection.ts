import { assertExists } from '../../base/assert.ts';
import type { Timestamp } from '../../base/units.ts';
import type { QueryValue } from '../query-runner.ts';

/** Calls and rollups are kept by quarter hours of UTC: every local day of every time zone begins on one. */
export const bucketMilliseconds = 900_000;

/** What part of the ledger a question is about. Absent fields do not restrict. */
export interface Selection {
  readonly since?: Timestamp;
  readonly until?: Timestamp;
  readonly sources?: readonly string[];
  readonly project?: string;
  readonly model?: string;
  readonly branch?: string;
  readonly session?: string;
}

/** A condition and the values of its `$names`. */
export interface Condition {
  readonly sql: string;
  readonly parameters: Readonly<Record<string, QueryValue>>;
}

function sessionParts(selection: Selection): string[] {
  const { sources, project, branch, session } = selection;
  return [
    ...(sources === undefined ? [] : ['list_contains(from_json($sources, \'["VARCHAR"]\'), source)']),
    ...(project === undefined ? [] : ["contains(lower(coalesce(directory, '')), lower($project))"]),
    ...(branch === undefined ? [] : ['branch = $branch']),
    ...(session === undefined ? [] : ['id = $session']),
  ];
}

/** Restricts the table `session`. */
export function sessionCondition(selection: Selection): Condition {
  const parts = sessionParts(selection);
  const { sources, project, branch, session } = selection;
  return {
    sql: parts.length === 0 ? 'TRUE' : parts.join(' AND '),
    parameters: {
      ...(sources === undefined ? {} : { sources: JSON.stringify(sources) }),
      ...(project === undefined ? {} : { project }),
      ...(branch === undefined ? {} : { branch }),
      ...(session === undefined ? {} : { session }),
    },
  };
}

/**
 * Restricts a table with columns `session`, `bucket` and `model` (`call`, `rollup`, `finding_rollup`). A period
 * begins and ends on quarter hours, so that all views of it agree; a row of unknown time is in no period.
 */
export function conditionOf(selection: Selection): Condition {
  const bySession = sessionCondition(selection);
  const { since, until, model } = selection;
  const parts = [
    ...(bySession.sql === 'TRUE' ? [] : [`session IN (SELECT number FROM session WHERE ${bySession.sql})`]),
    ...(since === undefined ? [] : ['bucket >= $since']),
    ...(until === undefined ? [] : ['bucket < $until']),
    ...(model === undefined ? [] : ["contains(lower(coalesce(model, '')), lower($model))"]),
  ];
  return {
    sql: parts.length === 0 ? 'TRUE' : parts.join(' AND '),
    parameters: {
      ...bySession.parameters,
      ...(since === undefined ? {} : { since: Math.floor(since / bucketMilliseconds) }),
      ...(until === undefined ? {} : { until: Math.ceil(until / bucketMilliseconds) }),
      ...(model === undefined ? {} : { model }),
    },
  };
}

/** The condition with its values written out, for statements that take no parameters. */
export function writtenOut({ sql, parameters }: Condition): string {
  return sql.replaceAll(/\$(\w+)/g, (_, name: string) => {
    const value = assertExists(parameters[name], `no value for $${name}`);
    return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);
  });
}
