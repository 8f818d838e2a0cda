import { roundedUsd } from '../../base/money.ts';
import { timestamp, tokens } from '../../base/units.ts';
import type { SessionId } from '../../call/entry.ts';
import type { QueryRunner } from '../../ledger/query-runner.ts';
import { sessionList } from '../../ledger/questions/session-list.ts';
import type { Filter } from './filter.ts';
import type { SessionsAnswer } from './sessions-answer.ts';

/** Sessions with calls within a filter, latest first. */
export async function answerSessions(query: QueryRunner, filter: Filter, limit: number): Promise<SessionsAnswer> {
  const sessions = await sessionList(query, filter, limit);
  return {
    sessions: sessions.map((row) => ({
      session: row.id as SessionId,
      source: row.source,
      project: row.directory,
      branch: row.branch,
      start: row.start === null ? null : timestamp(row.start),
      end: row.end === null ? null : timestamp(row.end),
      calls: row.calls,
      tokens: tokens(row.tokens),
      usd: row.usd === null ? null : roundedUsd(row.usd),
      tare: tokens(row.tare),
    })),
  };
}
