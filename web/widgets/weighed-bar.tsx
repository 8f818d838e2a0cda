import type { FindingCause, FindingState } from '../../src/call/finding.ts';
import type { SegmentKind } from '../../src/call/segment-kind.ts';
import type { WeighAnswer } from '../../src/show/answers/weigh-answer.ts';
import { layoutPieces, placeLabels, ticksOf, type BarPiece } from '../layout/weighed-bar.ts';
import { KindSwatch } from './kind-key.tsx';
import { causeName } from './cause-name.ts';
import { formatIn, formatRange, formatShare, type Unit } from './quantity.ts';
import { useWidth } from './use-width.ts';

const grossTop = 18;
const grossHeight = 30;
const netTop = 100;
const netHeight = 72;
const labelWidth = 132;

type CausePiece = BarPiece<{ readonly cause: FindingCause; readonly state: FindingState }>;

function Patterns() {
  return (
    <defs>
      <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="6" height="6" fill="var(--unseen)" />
        <line x1="0" x2="0" y1="0" y2="6" stroke="var(--hatch)" stroke-width="1.4" />
      </pattern>
      <pattern id="dots" width="6" height="6" patternUnits="userSpaceOnUse">
        <rect width="6" height="6" fill="var(--tare-2)" />
        <circle cx="3" cy="3" r="0.9" fill="var(--tare)" />
      </pattern>
    </defs>
  );
}

const hasRoom = (piece: BarPiece<SegmentKind>, unit: Unit): boolean =>
  piece.width > `${piece.meaning} ${formatIn(unit, piece.value)}`.length * 6.6 + 10;

function GrossPiece({ piece, unit, total }: { readonly piece: BarPiece<SegmentKind>; readonly unit: Unit; readonly total: number }) {
  const kind = piece.meaning;
  const text = `${kind} ${formatIn(unit, piece.value)}`;
  return (
    <g>
      <rect
        x={piece.x}
        y={grossTop}
        width={Math.max(1, piece.width - 1)}
        height={grossHeight}
        fill={kind === 'unseen' ? 'url(#hatch)' : `var(--${kind === 'image' ? 'document' : kind})`}
      >
        <title>{`${text}, ${formatShare(piece.value, total)} of gross`}</title>
      </rect>
      {hasRoom(piece, unit) && (
        <>
          {kind === 'unseen' && (
            <rect x={piece.x + 4} y={grossTop + 7} width={text.length * 6.4 + 6} height={16} rx="2" fill="var(--paper)" />
          )}
          <text
            x={piece.x + 8}
            y={grossTop + 19}
            fill={kind === 'unseen' ? 'var(--ink)' : `var(--on-${kind === 'image' ? 'document' : kind})`}
            style={{ fill: 'inherit' }}
          >
            <tspan style={{ fill: kind === 'unseen' ? 'var(--ink)' : `var(--on-${kind === 'image' ? 'document' : kind})` }}>{text}</tspan>
          </text>
        </>
      )}
    </g>
  );
}

function CausePieces({ pieces, unit }: { readonly pieces: readonly CausePiece[]; readonly unit: Unit }) {
  return (
    <>
      {pieces.map((piece) => {
        const suspected = piece.meaning.state === 'suspected';
        const text = formatIn(unit, piece.value);
        return (
          <g key={`${piece.meaning.cause} ${piece.meaning.state}`}>
            <rect
              x={piece.x}
              y={netTop}
              width={Math.max(1, piece.width - 1)}
              height={netHeight}
              fill={suspected ? 'url(#dots)' : 'var(--tare)'}
              stroke={suspected ? 'var(--tare)' : 'none'}
              stroke-dasharray="4 3"
            >
              <title>{`${causeName(piece.meaning.cause)}: ${text}, ${piece.meaning.state}`}</title>
            </rect>
            {piece.meaning.state === 'proved' && (
              <path
                d={`M${piece.x} ${netTop + netHeight + 3}h${piece.width - 1}M${piece.x} ${netTop + netHeight + 6}h${piece.width - 1}`}
                stroke="var(--tare)"
              />
            )}
            {piece.width > text.length * 6.6 + 8 && (
              <g>
                {suspected && (
                  <rect
                    x={piece.x + piece.width / 2 - text.length * 3.3 - 3}
                    y={netTop + 27}
                    width={text.length * 6.6 + 6}
                    height={17}
                    rx="2"
                    fill="var(--paper)"
                  />
                )}
                <text x={piece.x + piece.width / 2} y={netTop + 40} text-anchor="middle" class="b">
                  <tspan style={{ fill: suspected ? 'var(--ink)' : 'var(--on-tare)' }}>{text}</tspan>
                </text>
              </g>
            )}
          </g>
        );
      })}
    </>
  );
}

/** A round number at a tick, without the zeros that three digits would give it. */
const tickText = (unit: Unit, tick: number): string =>
  formatIn(unit, tick)
    .replace(/\.0+(?=\D|$)/, '')
    .replace(/(\.\d*?)0+(?=\D|$)/, '$1')
    .replace(/\u202ftok$| tok$/, '');

/** A bracket over a stretch with its words, where they have room. */
function Bracket({ from, to, text }: { readonly from: number; readonly to: number; readonly text: string }) {
  if (to - from < text.length * 6 + 24) return null;
  const middle = (from + to) / 2;
  return (
    <g>
      <path d={`M${from} ${netTop - 4}v-4H${to}v4`} fill="none" stroke="var(--ink)" />
      <rect x={middle - text.length * 3 - 8} y={netTop - 16} width={text.length * 6 + 16} height="14" fill="var(--paper)" />
      <text x={middle} y={netTop - 5} text-anchor="middle">
        {text}
      </text>
    </g>
  );
}

/** Kinds whose pieces have no room for their name. */
function SmallKinds({ pieces, unit }: { readonly pieces: readonly BarPiece<SegmentKind>[]; readonly unit: Unit }) {
  return (
    <div class="key gross-key">
      {pieces.map((piece) => (
        <span key={piece.meaning}>
          <KindSwatch kind={piece.meaning} />
          {piece.meaning} {formatIn(unit, piece.value)}
        </span>
      ))}
    </div>
  );
}

/** Gross by kind above, net and tare by cause below, on one scale: what the work needed ends somewhere between the two needles. */
export function WeighedBar({ answer, unit }: { readonly answer: WeighAnswer; readonly unit: Unit }) {
  const [measure, width] = useWidth(1232);
  const priced = unit === 'usd' && answer.gross.usd !== null && answer.net.usd !== null;
  const total = priced ? (answer.gross.usd as number) : answer.gross.tokens;
  const net = priced && answer.net.usd !== null ? answer.net.usd : answer.net.tokens;
  const valueOf = (row: { readonly tokens: number; readonly usd: number | null }): number => (priced ? (row.usd ?? 0) : row.tokens);
  const shownUnit: Unit = priced ? 'usd' : 'tokens';
  const gross = layoutPieces(
    answer.byKind.map((row) => ({ value: valueOf(row), meaning: row.name })),
    total,
    width,
  );
  const order: readonly FindingState[] = ['suspected', 'measured', 'proved'];
  const causes = answer.byCause
    .filter((row) => row.state !== 'refuted')
    .toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state) || valueOf(b) - valueOf(a))
    .map((row) => ({ value: valueOf(row), meaning: { cause: row.cause, state: row.state } }));
  const pieces = layoutPieces(causes, total, width, net.low);
  const labelled = pieces
    .toSorted((a, b) => b.width - a.width)
    .slice(0, Math.max(1, Math.floor(width / labelWidth) - 2))
    .toSorted((a, b) => a.x - b.x);
  const labels = placeLabels(
    labelled.map((piece) => piece.x + piece.width / 2),
    labelWidth,
    width,
  );
  const netWidth = total === 0 ? 0 : (net.low / total) * width;
  const highX = total === 0 ? 0 : (net.high / total) * width;
  const netText = `NET ${formatRange(shownUnit, net.low, net.high)}`;
  const small = gross.filter((piece) => !hasRoom(piece, shownUnit));
  const certain = formatIn(shownUnit, total - net.high);
  return (
    <figure class="weighed" ref={measure}>
      {small.length > 0 && <SmallKinds pieces={small} unit={shownUnit} />}
      <svg
        width={width}
        height={netTop + netHeight + 66}
        role="img"
        aria-label={`${formatIn(shownUnit, total)} billed; the work needed ${formatRange(shownUnit, net.low, net.high)}`}
      >
        <Patterns />
        <text x="0" y="11" class="b">
          GROSS
        </text>
        <text x="48" y="11" class="soft">
          {formatIn(shownUnit, total)} billed, by kind of content
        </text>
        {gross.map((piece) => (
          <GrossPiece key={piece.meaning} piece={piece} unit={shownUnit} total={total} />
        ))}
        <line x1="0" x2={width} y1={grossTop + grossHeight + 6} y2={grossTop + grossHeight + 6} stroke="var(--edge)" />
        {ticksOf(total, 9).map((tick) => (
          <g key={tick}>
            <line
              x1={(tick / total) * width}
              x2={(tick / total) * width}
              y1={grossTop + grossHeight + 6}
              y2={grossTop + grossHeight + 12}
              stroke="var(--edge)"
            />
            <text
              x={Math.max(0, (tick / total) * width)}
              y={grossTop + grossHeight + 24}
              text-anchor={tick === 0 ? 'start' : 'middle'}
              class="soft"
            >
              {tick === 0 ? formatIn(shownUnit, 0) : tickText(shownUnit, tick)}
            </text>
          </g>
        ))}
        <rect x="0" y={netTop} width={Math.max(0, netWidth - 1)} height={netHeight} fill="var(--net)" />
        {netWidth > netText.length * 10 ? (
          <text x="14" y={netTop + 32} class="b net-text">
            <tspan style={{ fill: 'var(--on-net)', fontSize: '20px' }}>{netText}</tspan>
          </text>
        ) : (
          <text x="0" y={netTop - 8} class="b">
            {netText}
          </text>
        )}
        {netWidth > 320 && (
          <text x="14" y={netTop + 54}>
            <tspan style={{ fill: 'var(--on-net)' }}>{`${formatShare(net.low, total)} to ${formatShare(net.high, total)} of gross`}</tspan>
          </text>
        )}
        <Bracket from={netWidth} to={highX} text="net ends somewhere here" />
        <Bracket from={highX} to={width} text={`TARE, certain: ${certain}, ${formatShare(total - net.high, total)} of gross`} />
        <CausePieces pieces={pieces} unit={shownUnit} />
        {[netWidth, highX].map((x, index) => (
          <line
            key={index === 0 ? 'low' : 'high'}
            x1={x}
            x2={x}
            y1={netTop - 6}
            y2={netTop + netHeight + 6}
            stroke="var(--ink)"
            stroke-width="2"
          />
        ))}
        {(labels[0] ?? width) > 380 && (
          <text x="0" y={netTop + netHeight + 22} class="soft">
            <tspan class="b">Net is a range, never a sum.</tspan>
            <tspan x="0" dy="16">
              Its upper end leaves out what is proved or follows from
            </tspan>
            <tspan x="0" dy="15">
              the bill; its lower end also what is only suspected.
            </tspan>
          </text>
        )}
        {labelled.map((piece, index) => {
          const x = labels[index] as number;
          const center = piece.x + piece.width / 2;
          return (
            <g key={`${piece.meaning.cause} ${piece.meaning.state}`}>
              <path
                d={`M${center} ${netTop + netHeight + 2}V${netTop + netHeight + 8}L${x + 2} ${netTop + netHeight + 20}V${netTop + netHeight + 60}`}
                fill="none"
                stroke="var(--edge)"
              />
              <text x={x + 8} y={netTop + netHeight + 32} class="b">
                {causeName(piece.meaning.cause)}
              </text>
              <text x={x + 8} y={netTop + netHeight + 48} class="soft">
                {formatIn(shownUnit, piece.value)} · {piece.meaning.state}
              </text>
            </g>
          );
        })}
      </svg>
    </figure>
  );
}
