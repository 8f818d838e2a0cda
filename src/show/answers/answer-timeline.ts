import type { QueryRunner } from '../../ledger/query-runner.ts';
import { heaviestSegment } from '../../ledger/questions/heaviest-segment.ts';
import { icicleTimeline } from '../../ledger/questions/icicle-timeline.ts';
import { icicleTotals } from '../../ledger/questions/icicle-totals.ts';
import { icicleMeasure } from './icicle-measure.ts';
import type { PieceAnswer, PieceRequest, TimelineAnswer, TimelineRequest } from './timeline-answer.ts';

/** The bars under which the Tokens screen is brushed. */
export async function answerTimeline(query: QueryRunner, { filter, unit, asIf }: TimelineRequest): Promise<TimelineAnswer> {
  const { measure } = icicleMeasure(unit, await icicleTotals(query, filter), asIf);
  const rows = await icicleTimeline(query, filter, measure);
  return {
    unit,
    bucket: Int32Array.from(rows, ({ bucket }) => bucket),
    value: Float64Array.from(rows, ({ value }) => value),
  };
}

/** The segment that a box of the icicle leads to. */
export async function answerPiece(query: QueryRunner, { filter, names }: PieceRequest): Promise<PieceAnswer> {
  return { segment: await heaviestSegment(query, filter, names) };
}
