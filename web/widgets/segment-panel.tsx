import { formatCount } from '../../src/base/number-format.ts';
import type { SegmentId } from '../../src/call/segment.ts';
import type { SegmentAnswer, SegmentLife } from '../../src/show/answers/segment-answer.ts';
import { layoutLife, type LifeCell } from '../layout/life-cells.ts';
import type { AnswerClient } from '../state/answer-client.ts';
import { formatPlace, place } from '../state/location.ts';
import { useAnswer } from '../state/use-answer.ts';
import { KindSwatch } from './kind-key.tsx';
import { lossWords } from './loss-words.ts';
import { ErrorNotice } from './notice.tsx';
import { formatIn, formatShare } from './quantity.ts';
import { StateMark } from './state-mark.tsx';
import { TextPanel } from './text-panel.tsx';
import { useWidth } from './use-width.ts';

const lifeHeight = 130;

function Facts({
  answer,
  life,
  gross,
}: {
  readonly answer: SegmentAnswer;
  readonly life: SegmentLife;
  readonly gross: number | undefined;
}) {
  const session = formatPlace({ screen: 'session', subject: life.session, options: { run: life.run, call: String(life.firstCall + 1) } });
  const others = answer.lives.length - 1;
  return (
    <table class="facts">
      <tbody>
        <tr>
          <td>size</td>
          <td class="r nw">{formatIn('tokens', life.tokens)}</td>
          <td class="soft nw">
            <KindSwatch kind={answer.kind} /> {answer.kind}
          </td>
        </tr>
        <tr>
          <td>carried by</td>
          <td class="r nw">{formatCount(life.calls)} calls</td>
          <td class="soft">
            <a href={session}>
              {formatCount(life.firstCall + 1)} to {formatCount(life.lastCall + 1)}
            </a>
            {life.agent === 'main' ? '' : ` of ${life.agent}`}
          </td>
        </tr>
        <tr>
          <td>weight</td>
          <td class="r nw b">{formatCount(life.weight)} tok</td>
          <td class="soft nw">{gross === undefined ? '' : `${formatShare(life.weight, gross)} of gross`}</td>
        </tr>
        <tr>
          <td>list price</td>
          <td class="r nw">{life.usd === null ? 'unpriced' : formatIn('usd', life.usd)}</td>
          <td class="soft">{others === 0 ? '' : `and ${others} more runs carried it`}</td>
        </tr>
        {answer.findings.map((finding) => (
          <tr key={finding.handle}>
            <td class="nw">
              <StateMark state={finding.state} />
            </td>
            <td colSpan={2} class="soft clip2" title={finding.title}>
              {finding.title}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const cellTitle = (cell: LifeCell): string =>
  `${cell.first === cell.last ? `call ${cell.first + 1}` : `calls ${cell.first + 1} to ${cell.last + 1}`}: ${cell.lost ? 'cache lost, ' : ''}${cell.state === 'read' ? 'read from cache' : cell.state}`;

function Life({ answer, life }: { readonly answer: SegmentAnswer; readonly life: SegmentLife }) {
  const [measure, width] = useWidth(400);
  const { cells, height, counts } = layoutLife(life, width, lifeHeight);
  const hue = `var(--${answer.kind === 'image' ? 'document' : answer.kind === 'unseen' ? 'edge' : answer.kind})`;
  const causes = [...new Set(life.losses.map(({ cause }) => lossWords(cause)))];
  return (
    <section aria-label="its life, call by call">
      <h2>Its life, call by call</h2>
      <div ref={measure}>
        <svg
          width={width}
          height={Math.max(20, height)}
          role="img"
          aria-label={`read from cache in ${counts.read} calls, written in ${counts.written}, uncached in ${counts.uncached}; the cache was lost ${life.losses.length} times`}
        >
          {cells.map((cell) => (
            <g key={cell.first} opacity={cell.state === 'absent' ? 0.25 : 1}>
              <rect
                x={cell.x + 0.5}
                y={cell.y + 0.5}
                width={cell.size - 1}
                height={cell.size - 1}
                rx="2"
                style={{
                  fill: cell.state === 'read' || cell.state === 'absent' ? `color-mix(in oklab, ${hue} 30%, var(--paper))` : hue,
                  stroke: hue,
                }}
              >
                <title>{cellTitle(cell)}</title>
              </rect>
              {cell.lost && cell.size >= 10 && (
                <path
                  d={`M${cell.x + 5} ${cell.y + 5}L${cell.x + cell.size - 5} ${cell.y + cell.size - 5}M${cell.x + cell.size - 5} ${cell.y + 5}L${cell.x + 5} ${cell.y + cell.size - 5}`}
                  stroke="var(--paper)"
                  stroke-width="1.8"
                />
              )}
            </g>
          ))}
        </svg>
      </div>
      <p class="soft small">
        pale: read from cache {formatCount(counts.read)} · full: written {formatCount(counts.written)}
        {counts.uncached === 0 ? '' : `, uncached ${formatCount(counts.uncached)}`}
        {counts.output === 0 ? '' : `, as output ${formatCount(counts.output)}`}
        {life.losses.length === 0 ? '' : ` · ×: cache lost ${formatCount(life.losses.length)} times, ${causes.slice(0, 2).join('; ')}`}
      </p>
    </section>
  );
}

/** A segment: what it is and weighed, its life call by call, and its text as it stands in the source. */
export function SegmentPanel({
  client,
  segment,
  gross,
  version,
}: {
  readonly client: AnswerClient;
  readonly segment: string;
  readonly gross: number | undefined;
  readonly version: number;
}) {
  const { answer, error } = useAnswer(client, 'segment', { segment: segment as SegmentId }, version);
  const wanted = place.value.options['run'];
  const life = answer?.lives.find(({ run }) => run === wanted) ?? answer?.lives[0];
  return (
    <div class="segment-columns">
      <section aria-label="the segment picked">
        {error !== undefined && <ErrorNotice error={error} />}
        {answer !== undefined && life !== undefined && (
          <>
            <h2 class="clip2" title={answer.target ?? answer.label ?? ''}>
              {[answer.tool, answer.target ?? answer.label ?? (answer.tool === null ? answer.kind : null)]
                .filter((part) => part !== null)
                .join(' ')}
            </h2>
            <Facts answer={answer} life={life} gross={gross} />
          </>
        )}
      </section>
      {answer !== undefined && life !== undefined && <Life answer={answer} life={life} />}
      <TextPanel client={client} segment={segment} version={version} />
    </div>
  );
}
