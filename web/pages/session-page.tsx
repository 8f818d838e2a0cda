import { useCallback, useMemo, useState } from 'preact/hooks';
import { formatCount, formatQuantity } from '../../src/base/number-format.ts';
import type { AnswerClient } from '../state/answer-client.ts';
import type { SessionAnswer, SessionRun } from '../../src/show/answers/session-answer.ts';
import { columnAt, layoutContext, type ContextPicture } from '../layout/context-columns.ts';
import { paintContext } from '../paint/paint-context.ts';
import type { Palette } from '../paint/palette.ts';
import { place, setOption } from '../state/location.ts';
import { CallPanel } from '../widgets/call-panel.tsx';
import { CanvasPicture } from '../widgets/canvas-picture.tsx';
import { FindingsTable } from '../widgets/findings-table.tsx';
import { KindKey } from '../widgets/kind-key.tsx';
import { lossWords } from '../widgets/loss-words.ts';
import { formatIn } from '../widgets/quantity.ts';
import { SessionLanes } from '../widgets/session-lanes.tsx';
import { SpanBars } from '../widgets/span-bars.tsx';
import { useWidth } from '../widgets/use-width.ts';

const pictureHeight = 280;
const axisWidth = 52;

function headlineOf(answer: SessionAnswer, run: SessionRun): string {
  const largest = Math.max(0, ...run.calls.map((call) => call.context ?? 0));
  const losses = answer.losses.reduce((sum, row) => sum + row.count, 0);
  const cost = answer.losses.reduce((sum, row) => sum + (row.usd ?? 0), 0);
  const lost =
    losses === 0
      ? 'no cache was lost'
      : `${losses === 1 ? 'one lost cache' : `${formatCount(losses)} lost caches`} cost ${formatIn('usd', cost)}${answer.usd === null ? '' : ` of ${formatIn('usd', answer.usd)}`}`;
  return `${formatCount(answer.calls)} calls carried ${formatQuantity(answer.tokens, 'tokens')} to keep at most ${formatQuantity(largest, '')} in mind; ${lost}.`;
}

function ContextPictureView({
  run,
  others,
  selected,
  onSelect,
}: {
  readonly run: SessionRun;
  readonly others: readonly SessionRun[];
  readonly selected: number;
  readonly onSelect: (call: number) => void;
}) {
  const [measure, outer] = useWidth(880);
  const width = outer - axisWidth;
  const picture = useMemo(() => layoutContext(run.calls, { width, height: pictureHeight }), [run, width]);
  const column = picture.columns.findIndex((candidate) => candidate.first <= selected && selected <= candidate.last);
  const paint = useCallback(
    (canvas: CanvasRenderingContext2D, palette: Palette) =>
      paintContext(canvas, picture, { width, height: pictureHeight }, palette, column < 0 ? undefined : column),
    [picture, width, column],
  );
  const pick = (x: number): void => {
    const hit = picture.columns[columnAt(picture.columns, x)];
    if (hit !== undefined) onSelect(hit.call);
  };
  const ticks = [1, 0.75, 0.5, 0.25, 0];
  return (
    <figure class="context" ref={measure} style={{ paddingTop: '22px' }}>
      <div class="context-axis" style={{ width: `${axisWidth}px`, height: `${pictureHeight}px` }} aria-hidden="true">
        {ticks.map((tick) => (
          <span key={tick} style={{ top: `${(1 - tick) * pictureHeight - 7}px` }}>
            {formatQuantity(picture.largest * tick, '')}
          </span>
        ))}
      </div>
      <div class="context-canvas" style={{ marginLeft: `${axisWidth}px`, width: `${width}px` }}>
        <CanvasPicture
          width={width}
          height={pictureHeight}
          label={`context of ${run.calls.length} calls, at most ${formatQuantity(picture.largest, 'tokens')}`}
          paint={paint}
          onClick={pick}
        />
        {picture.columns
          .filter((candidate) => candidate.lost)
          .map((candidate) => (
            <button
              type="button"
              key={candidate.first}
              class="loss-mark"
              style={{ left: `${candidate.x + candidate.width / 2 - 7}px` }}
              title={lossTitle(run, candidate.first, candidate.last)}
              aria-label={lossTitle(run, candidate.first, candidate.last)}
              onClick={() => onSelect(run.calls.findIndex((call, index) => index >= candidate.first && call.loss !== null))}
            >
              ×
            </button>
          ))}
        {compactionMarks(run, picture).map((mark) => (
          <span
            key={mark.x}
            class="compaction-mark"
            style={mark.x > width - 150 ? { right: `${width - mark.x + 6}px` } : { left: `${mark.x + 2}px` }}
          >
            <b>compacted</b> {mark.text}
          </span>
        ))}
        <SessionLanes run={run} others={others} columns={picture.columns} width={width} selected={selected} />
      </div>
    </figure>
  );
}

/** Where the context was compacted, and what from and to. */
function compactionMarks(run: SessionRun, picture: ContextPicture): { readonly x: number; readonly text: string }[] {
  return picture.columns.flatMap((column) => {
    const index = run.calls.findIndex((call, at) => at >= column.first && at <= column.last && call.afterCompaction);
    if (index < 0) return [];
    const [before, after] = [run.calls[index - 1]?.context, run.calls[index]?.context];
    const known = before !== undefined && before !== null && after !== undefined && after !== null;
    return [{ x: column.x, text: known ? `${formatQuantity(before, '')} → ${formatQuantity(after, '')}` : '' }];
  });
}

function lossTitle(run: SessionRun, first: number, last: number): string {
  const call = run.calls.slice(first, last + 1).find((candidate) => candidate.loss !== null);
  return call?.loss === null || call?.loss === undefined ? '' : `call ${call.index + 1}: cache lost, ${lossWords(call.loss.cause)}`;
}

/** One session: the context of every call, what was carried, kept and lost. */
export function SessionPage({
  client,
  version,
  answer,
}: {
  readonly client: AnswerClient;
  readonly version: number;
  readonly answer: SessionAnswer;
}) {
  const wanted = place.value.options['run'];
  const run = answer.runs.find((candidate) => candidate.run === wanted) ?? answer.runs[0];
  const [hovered, setHovered] = useState<number | undefined>(undefined);
  if (run === undefined) return <p class="soft">This session has no calls.</p>;
  const chosen = Math.max(0, Math.min(run.calls.length - 1, Number(place.value.options['call'] ?? run.calls.length) - 1));
  const selected = hovered ?? chosen;
  const call = run.calls[selected];
  const select = (index: number): void => {
    setHovered(undefined);
    setOption('call', String(index + 1), 'replace');
  };
  const step = (event: KeyboardEvent): void => {
    const move = event.key === 'j' || event.key === 'ArrowRight' ? 1 : event.key === 'k' || event.key === 'ArrowLeft' ? -1 : 0;
    if (move === 0) return;
    event.preventDefault();
    event.stopPropagation();
    select(Math.max(0, Math.min(run.calls.length - 1, selected + move)));
  };
  return (
    <div onKeyDown={step}>
      <div class="lede">
        <div>
          <h1>{headlineOf(answer, run)}</h1>
          <p class="sub">
            <b>{answer.title}</b> · {answer.source} · {answer.start === null ? 'time unknown' : new Date(answer.start).toLocaleString()} ·
            session {answer.session.slice(answer.session.indexOf(':') + 1, answer.session.indexOf(':') + 9)} · sub-agents:{' '}
            {answer.runs.length - 1}, compactions: {run.calls.filter((each) => each.afterCompaction).length}
          </p>
        </div>
      </div>
      <div class="session-columns">
        <div>
          <div class="head">
            <h2>
              The context of every call <small>pale: read from cache; full: written or uncached; ×: cache lost</small>
            </h2>
            {answer.runs.length > 1 && (
              <select class="pill" aria-label="agent" value={run.run} onChange={(event) => setOption('run', event.currentTarget.value)}>
                {answer.runs.map((each) => (
                  <option key={each.run} value={each.run}>{`${each.agent} (${each.calls.length} calls)`}</option>
                ))}
              </select>
            )}
          </div>
          <div
            tabIndex={0}
            class="stepper"
            role="slider"
            aria-label="call"
            aria-valuemin={1}
            aria-valuemax={run.calls.length}
            aria-valuenow={selected + 1}
          >
            <ContextPictureView
              run={run}
              others={run === answer.runs[0] ? answer.runs.slice(1) : []}
              selected={selected}
              onSelect={select}
            />
          </div>
          <KindKey />
          <SpanBars run={run} />
        </div>
        <aside>
          {call !== undefined && <CallPanel client={client} version={version} session={answer.session} run={run} call={call} />}
          {answer.losses.length > 0 && (
            <section>
              <h2>Why caches were lost</h2>
              <table>
                <thead>
                  <tr>
                    <th scope="col">cause</th>
                    <th scope="col" class="r">
                      times
                    </th>
                    <th scope="col" class="r">
                      sent again
                    </th>
                    <th scope="col" class="r">
                      cost
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {answer.losses.map((row) => (
                    <tr key={row.cause}>
                      <td>{row.cause.replaceAll('-', ' ')}</td>
                      <td class="r">{row.count}</td>
                      <td class="r nw">{formatIn('tokens', row.tokens)}</td>
                      <td class="r nw">{row.usd === null ? 'unpriced' : formatIn('usd', row.usd)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </section>
          )}
        </aside>
      </div>
      {answer.findings.length > 0 && (
        <section>
          <div class="head">
            <h2>Worth acting on here</h2>
          </div>
          <FindingsTable findings={answer.findings.slice(0, 8)} />
        </section>
      )}
    </div>
  );
}
