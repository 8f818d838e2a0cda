import { assertNever } from '../../base/assert.ts';
import { formatCount, formatQuantity } from '../../base/number-format.ts';
import type { Timestamp } from '../../base/units.ts';
import type { CacheLossCause } from '../../call/weighing.ts';
import type { SessionAnswer, SessionCall, SessionRun } from '../../show/answers/session-answer.ts';
import type { SessionsAnswer } from '../../show/answers/sessions-answer.ts';
import { formatFinding } from './findings-text.ts';
import type { Ink } from './ink.ts';
import { formatTable } from './table.ts';
import { tokensText, usdText } from './weigh-text.ts';

/** Local date and minute. */
export function timeText(time: Timestamp | null, timeZone: string): string {
  if (time === null) return 'unknown';
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(time);
}

function lossWords(cause: CacheLossCause): string {
  switch (cause.cause) {
    case 'expired':
      return `expired after ${formatQuantity(cause.idleSeconds / 60, 'min')} idle`;
    case 'prefix-changed':
      return cause.kind === undefined ? 'prefix changed' : `prefix changed (${cause.kind})`;
    case 'compaction':
      return 'compaction';
    case 'model-switch':
      return `model ${cause.from} to ${cause.to}`;
    case 'tools-changed':
      return 'tool set changed';
    case 'unknown':
      return 'cause not in the source';
    default:
      return assertNever(cause);
  }
}

const heights = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/** Context over the run's calls, one column a call or the largest of several; lost caches in rust. */
function contextLine(run: SessionRun, ink: Ink, width: number): string {
  const columns = Math.min(run.calls.length, Math.max(20, width - 4));
  const largest = Math.max(1, ...run.calls.map((call) => call.context ?? 0));
  let line = '';
  for (let column = 0; column < columns; column++) {
    const from = Math.floor((column * run.calls.length) / columns);
    const to = Math.max(from + 1, Math.floor(((column + 1) * run.calls.length) / columns));
    const calls = run.calls.slice(from, to);
    const context = Math.max(...calls.map((call) => call.context ?? 0));
    const mark = heights[Math.min(7, Math.floor((context / largest) * 8))] as string;
    line += calls.some((call) => call.loss !== null) ? ink.tare(mark) : mark;
  }
  return `  ${line}`;
}

function lossesTable(run: SessionRun, timeZone: string, ink: Ink, width: number): string {
  const lost = run.calls.filter((call): call is SessionCall & { loss: NonNullable<SessionCall['loss']> } => call.loss !== null);
  if (lost.length === 0) return '';
  return formatTable(
    [
      { head: 'cache lost at', align: 'left' },
      { head: 'time', align: 'left' },
      { head: 'why', align: 'left' },
      { head: 'sent again', align: 'right' },
      { head: 'cost', align: 'right' },
    ],
    lost.map((call) => [
      `call ${call.index + 1}`,
      timeText(call.time, timeZone),
      lossWords(call.loss.cause),
      tokensText(call.loss.tokens),
      usdText(call.loss.usd),
    ]),
    width,
    ink.soft,
  );
}

function runText(run: SessionRun, timeZone: string, ink: Ink, width: number): string {
  const largest = Math.max(0, ...run.calls.map((call) => call.context ?? 0));
  const head = `${ink.bold(run.agent)}  ${formatCount(run.calls.length)} calls, ${tokensText(run.tokens)}, ${usdText(run.usd)}; context up to ${formatQuantity(largest, 'tok')}`;
  const spans = formatTable(
    [
      { head: 'heaviest spans', align: 'left', flexible: true },
      { head: 'size', align: 'right' },
      { head: 'calls', align: 'right' },
      { head: 'weight', align: 'right' },
      { head: 'cost', align: 'right' },
      { head: 'at', align: 'right' },
    ],
    run.spans
      .slice(0, 12)
      .map((span) => [
        [span.kind, span.tool, span.target ?? span.label].filter((part) => part !== null).join(' '),
        tokensText(span.tokens),
        `${span.firstCall + 1}–${span.lastCall + 1}`,
        tokensText(span.weight),
        usdText(span.usd),
        span.line === null ? 'not in the source' : `line ${span.line}`,
      ]),
    width,
    ink.soft,
  );
  return [head, contextLine(run, ink, width), spans, lossesTable(run, timeZone, ink, width)].filter((part) => part !== '').join('\n');
}

/** What `tare session <id>` prints. */
export function formatSession(answer: SessionAnswer, timeZone: string, ink: Ink, width: number): string {
  const head = [
    `${ink.bold(answer.title)}  ${ink.soft(answer.session)}`,
    ink.soft(
      `${answer.source}, ${answer.project ?? 'no project known'}${answer.branch === null ? '' : ` (${answer.branch})`}, ${timeText(answer.start, timeZone)} to ${timeText(answer.end, timeZone)}`,
    ),
    `${formatCount(answer.calls)} calls, ${tokensText(answer.tokens)}, ${usdText(answer.usd)}`,
  ].join('\n');
  const runs = answer.runs.slice(0, 6).map((run) => runText(run, timeZone, ink, width));
  const rest = answer.runs.length - runs.length;
  const findings = answer.findings.slice(0, 5).map((row) => formatFinding(row, ink, width, 2));
  return `${[head, ...runs, rest > 0 ? ink.soft(`and ${rest} more sub-agents: --json lists all`) : '', ...findings].filter((part) => part !== '').join('\n\n')}\n`;
}

/** What `tare session` prints without an id. */
export function formatSessions(answer: SessionsAnswer, timeZone: string, ink: Ink, width: number): string {
  if (answer.sessions.length === 0) return 'No session matches.\n';
  return `${formatTable(
    [
      { head: 'session', align: 'left' },
      { head: 'start', align: 'left' },
      { head: 'project', align: 'left', flexible: true },
      { head: 'calls', align: 'right' },
      { head: 'billed', align: 'right' },
      { head: 'list price', align: 'right' },
      { head: 'tare', align: 'right' },
    ],
    answer.sessions.map((row) => [
      row.session.slice(row.session.indexOf(':') + 1),
      timeText(row.start, timeZone),
      row.project ?? row.source,
      formatCount(row.calls),
      tokensText(row.tokens),
      usdText(row.usd),
      row.tare === 0 ? '' : tokensText(row.tare),
    ]),
    width,
    ink.soft,
  )}\n`;
}
