import { roundedUsd } from '../../base/money.ts';
import { timestamp, tokens } from '../../base/units.ts';
import type { FindingCause, FindingId, FindingState } from '../../call/finding.ts';
import type { Segment, SegmentId } from '../../call/segment.ts';
import type { SessionId } from '../../call/entry.ts';
import type { QueryRunner } from '../../ledger/query-runner.ts';
import { callTotals } from '../../ledger/questions/call-totals.ts';
import { findingList, type StoredFinding } from '../../ledger/questions/finding-list.ts';
import { placesOfCalls, placesOfSegments, type Place } from '../../ledger/questions/places.ts';
import type { Filter } from './filter.ts';
import type { Evidence, FindingRow, FindingsAnswer } from './findings-answer.ts';

/** Says whether a source file still stands; handed in, so that answers read no disk themselves. */
export type FileExists = (path: string) => boolean;

const evidenceLimit = 12;

/** Short, stable name of a finding for people: `f-1a2b3c`. */
export const handleOf = (id: string): string => `f-${id.replaceAll(/[^0-9a-z]/gi, '').slice(-6)}`;

/** A schema is labelled with its tool: named once. */
const whatOf = ({ kind, label, tool }: Segment): string =>
  [...new Set([kind, tool?.name, tool?.target ?? label])].filter((part) => part !== undefined).join(' ');

async function evidenceOf(
  query: QueryRunner,
  findings: readonly StoredFinding[],
  exists: FileExists,
): Promise<(finding: StoredFinding) => Evidence[]> {
  const segmentIds = findings.flatMap((finding) => finding.segments.slice(0, evidenceLimit));
  const callKeys = findings.flatMap((finding) => finding.callKeys.slice(0, evidenceLimit));
  const segmentPlaces = await placesOfSegments(query, segmentIds);
  const callPlaces = await placesOfCalls(query, callKeys);
  const present = new Map<string, boolean>();
  const isPresent = (file: string): boolean => {
    const known = present.get(file) ?? exists(file);
    present.set(file, known);
    return known;
  };
  const evidence = (place: Place, what: string, size: number | null, segment: string | null): Evidence => ({
    file: place.file,
    line: place.line,
    what,
    tokens: size === null ? null : tokens(size),
    segment: segment as SegmentId | null,
    present: isPresent(place.file),
  });
  return (finding) => {
    const rows: Evidence[] = [];
    for (const [index, id] of finding.segments.slice(0, evidenceLimit).entries()) {
      const place = segmentPlaces.get(id);
      if (place !== undefined) rows.push(evidence(place, whatOf(place.segment), finding.segmentTokens[index] ?? null, id));
    }
    for (const key of finding.callKeys) {
      if (rows.length >= evidenceLimit) break;
      const place = callPlaces.get(key);
      if (place !== undefined) rows.push(evidence(place, 'call', null, null));
    }
    return rows;
  };
}

/** Rows of findings with their evidence. */
export async function findingRows(query: QueryRunner, findings: readonly StoredFinding[], exists: FileExists): Promise<FindingRow[]> {
  const evidence = await evidenceOf(query, findings, exists);
  return findings.map((finding) => ({
    id: finding.id as FindingId,
    handle: handleOf(finding.id),
    cause: finding.cause as FindingCause,
    state: finding.state as FindingState,
    session: finding.session as SessionId,
    project: finding.directory,
    time: finding.time === null ? null : timestamp(finding.time),
    title: finding.title,
    fix: finding.fix,
    tokens: tokens(finding.tokens),
    usd: finding.usd === null ? null : roundedUsd(finding.usd),
    calls: finding.calls,
    evidence: evidence(finding),
  }));
}

/** Waste within a filter, ranked by what it cost. */
export async function answerFindings(query: QueryRunner, filter: Filter, limit: number, exists: FileExists): Promise<FindingsAnswer> {
  const stored = await findingList(query, filter, limit);
  const { transcript, progressOnly } = await callTotals(query, filter);
  const dollars = [transcript.usdReconstructed, progressOnly.usdReconstructed].filter((value) => value !== null);
  return {
    total: { findings: stored.count, tokens: tokens(stored.tokens), usd: stored.usd === null ? null : roundedUsd(stored.usd) },
    gross: {
      tokens: tokens(transcript.gross + progressOnly.gross),
      usd: dollars.length === 0 ? null : roundedUsd(dollars.reduce((sum, value) => sum + value, 0)),
    },
    findings: await findingRows(query, stored.findings, exists),
  };
}
