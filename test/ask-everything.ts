import type { SegmentId } from '../src/call/segment.ts';
import type { AnswerService } from '../src/show/answers/answer-service.ts';

/** Every question once. Returns what must be the same whoever answers: the totals each of them states. */
export async function askEverything(answers: AnswerService): Promise<Readonly<Record<string, unknown>>> {
  const filter = { timeZone: 'UTC' };
  const weigh = await answers.ask('weigh', { filter });
  const { sessions } = await answers.ask('sessions', { filter, limit: 1000 });
  const first = sessions.at(-1);
  const session = await answers.ask('session', { session: first?.session ?? '' });
  const findings = await answers.ask('findings', { filter, limit: 1000 });
  const compare = await answers.ask('compare', { before: { name: 'all', filter }, after: { name: 'all', filter } });
  const icicle = await answers.ask('icicle', { filter, order: 'time', unit: 'tokens', pixels: 1200 });
  const doctor = await answers.ask('doctor', { filter });
  const text = await answers.ask('text', {
    segment: (session.runs[0]?.spans.find((span) => span.file !== null)?.segment ?? 'none#0') as SegmentId,
  });
  return {
    calls: weigh.calls,
    tokens: weigh.tokens,
    gross: weigh.gross.tokens,
    sessions: sessions.length,
    session: session.calls,
    findings: findings.total.findings,
    compared: compare.before.weigh.gross.tokens === compare.after.weigh.gross.tokens,
    icicle: icicle.total,
    boxes: icicle.boxes.value.length > 0 && icicle.boxes.value instanceof Float64Array,
    lines: doctor.linesTotal,
    text: text.state,
  };
}
