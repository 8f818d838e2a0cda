import { formatCount, formatPercent, formatQuantity, formatSignificant } from '../../src/base/number-format.ts';
import type { FleetDay, TornadoBar } from '../../src/scale/fleet/fleet-day-answer.ts';
import { layoutName } from '../../src/scale/hardware/layout.ts';
import { layoutDay } from '../layout/day-stack.ts';
import type { AnswerClient } from '../state/answer-client.ts';
import { otherDay, planDay, planInput } from '../state/plan-state.ts';
import { NeedRuler } from '../widgets/need-ruler.tsx';
import { OwnTraffic } from '../widgets/own-traffic.tsx';
import { PlanControls } from '../widgets/plan-controls.tsx';
import { useWidth } from '../widgets/use-width.ts';

const dayHeight = 220;

const tornadoNames: Readonly<Record<TornadoBar['name'], string>> = {
  users: 'users',
  callsPerUser: 'calls a user',
  freeShare: 'share free',
  inputTokens: 'tokens in',
  answerTokens: 'answer tokens',
  reasoningShare: 'reasoning share',
  cacheHit: 'cache hit',
  tpot: 'time a token',
  headroom: 'headroom',
  costModel: 'cost model, 80 %',
};

const gpusText = (value: number): string => formatQuantity(value, 'GPUs');

function Day({ day }: { readonly day: FleetDay }) {
  const [measure, width] = useWidth(860);
  const stack = layoutDay(
    day.hours.map((hour) => ({ busy: hour.busyGpus, idleHot: hour.idleHotGpus, dark: hour.darkGpus, needed: hour.neededGpus })),
    day.there,
    width,
    dayHeight,
  );
  const fills = { busy: 'var(--net)', idleHot: 'url(#idle-lines)', dark: 'url(#dark-dots)', shortfall: 'url(#short-dots)' } as const;
  return (
    <figure class="day" ref={measure}>
      <svg
        width={width}
        height={dayHeight + 20}
        role="img"
        aria-label={`the day hour by hour: ${formatPercent(day.states.busy)} busy, ${formatPercent(day.states.idleHot)} idle-hot, ${formatPercent(day.states.dark)} dark`}
      >
        <defs>
          <pattern id="idle-lines" width="5" height="5" patternUnits="userSpaceOnUse">
            <rect width="5" height="5" fill="var(--tare-2)" />
            <line x1="0" x2="5" y1="2" y2="2" stroke="var(--tare)" stroke-width="1.3" />
          </pattern>
          <pattern id="dark-dots" width="9" height="9" patternUnits="userSpaceOnUse">
            <rect width="9" height="9" fill="var(--sunk)" />
            <circle cx="4" cy="4" r="0.9" fill="var(--dot)" />
          </pattern>
          <pattern id="short-dots" width="6" height="6" patternUnits="userSpaceOnUse">
            <circle cx="3" cy="3" r="1.1" fill="var(--tare)" />
          </pattern>
        </defs>
        {stack.boxes.map((box) => (
          <rect key={`${box.hour} ${box.state}`} x={box.x} y={box.y} width={box.width} height={box.height} fill={fills[box.state]} />
        ))}
        <polyline points={stack.need.map(([x, y]) => `${x},${y}`).join(' ')} fill="none" stroke="var(--paper)" stroke-width="5" />
        <polyline points={stack.need.map(([x, y]) => `${x},${y}`).join(' ')} fill="none" stroke="var(--ink)" stroke-width="2" />
        <line x1="0" x2={width} y1={stack.fleetY} y2={stack.fleetY} stroke="var(--ink)" stroke-dasharray="5 4" />
        <text x={width - 4} y={stack.fleetY - 5} text-anchor="end" class="b halo">
          {gpusText(day.there)} there
        </text>
        {[0, 6, 12, 18, 24].map((hour) => (
          <text
            key={hour}
            x={(hour / 24) * width}
            y={dayHeight + 15}
            text-anchor={hour === 0 ? 'start' : hour === 24 ? 'end' : 'middle'}
            class="soft"
          >
            {hour}:00
          </text>
        ))}
      </svg>
      <figcaption class="key">
        <span>
          <i class="sw" style={{ background: 'var(--net)' }} />
          busy {formatPercent(day.states.busy)}
        </span>
        <span>
          <i class="sw idle-swatch" />
          idle-hot {formatPercent(day.states.idleHot)}
        </span>
        <span>
          <i class="sw dark-swatch" />
          dark {formatPercent(day.states.dark)}
        </span>
        <span>line: GPUs needed, headroom included</span>
      </figcaption>
    </figure>
  );
}

/** What an end of a bar says, on the side away from the other end. */
function EndText({ x, y, other, text }: { readonly x: number; readonly y: number; readonly other: number; readonly text: string }) {
  const left = x <= other;
  return (
    <text x={left ? x - 5 : x + 5} y={y} text-anchor={left ? 'end' : 'start'} class="soft halo">
      {text}
    </text>
  );
}

function Tornado({ day }: { readonly day: FleetDay }) {
  const bars = day.tornado.slice(0, 8);
  const ends = bars.flatMap((bar) => [bar.low, bar.high]).filter((value) => value !== undefined);
  const low = Math.min(day.needed.peak.mid, ...ends);
  const high = Math.max(day.needed.peak.mid, ...ends, day.there <= Math.max(...ends) * 1.5 ? day.there : 0);
  const [measure, width] = useWidth(660);
  const names = Math.min(150, width * 0.36);
  // Room on both sides for what the ends say.
  const x = (value: number): number => names + 58 + ((value - low) / Math.max(1e-9, high - low)) * (width - names - 116);
  return (
    <section ref={measure}>
      <div class="head">
        <h2>
          What moves the need at the peak <small>one input at a time; hollow: input lower, solid: higher</small>
        </h2>
      </div>
      <svg width={width} height={bars.length * 24 + 26} role="img" aria-label="what moves the need most">
        {bars.map((bar, index) => {
          const y = index * 24 + 4;
          const from = bar.low ?? day.needed.peak.mid;
          const to = bar.high ?? day.needed.peak.mid;
          return (
            <g key={bar.name}>
              <text x={names - 6} y={y + 12} text-anchor="end">
                {tornadoNames[bar.name]}
              </text>
              <rect x={Math.min(x(from), x(to))} y={y} width={Math.max(1.5, Math.abs(x(to) - x(from)))} height="15" fill="var(--net)">
                <title>{`${tornadoNames[bar.name]}: ${bar.low === undefined ? 'impossible' : gpusText(bar.low)} to ${bar.high === undefined ? 'impossible' : gpusText(bar.high)}`}</title>
              </rect>
              {bar.low !== undefined && <EndText x={x(bar.low)} y={y + 12} other={x(to)} text={formatQuantity(bar.low, '')} />}
              {bar.high !== undefined && <EndText x={x(bar.high)} y={y + 12} other={x(from)} text={formatQuantity(bar.high, '')} />}
              {bar.low !== undefined && (
                <rect
                  x={Math.min(x(bar.low), x(day.needed.peak.mid))}
                  y={y + 0.75}
                  width={Math.abs(x(bar.low) - x(day.needed.peak.mid))}
                  height="13.5"
                  fill="var(--paper)"
                  stroke="var(--net)"
                  stroke-width="1.5"
                />
              )}
              {(bar.low === undefined || bar.high === undefined) && (
                <text x={x(day.needed.peak.mid) + 8} y={y + 12} class="soft">
                  one end cannot be served
                </text>
              )}
            </g>
          );
        })}
        <line x1={x(day.needed.peak.mid)} x2={x(day.needed.peak.mid)} y1="0" y2={bars.length * 24} stroke="var(--paper)" stroke-width="3" />
        {day.there >= low && day.there <= high && (
          <g>
            <line x1={x(day.there)} x2={x(day.there)} y1="0" y2={bars.length * 24 + 4} stroke="var(--ink)" stroke-width="1.5" />
            <text x={x(day.there)} y={bars.length * 24 + 18} text-anchor="middle" class="b">
              {gpusText(day.there)} there
            </text>
          </g>
        )}
      </svg>
    </section>
  );
}

function headlineOf(day: FleetDay): string {
  const { peak } = day.needed;
  const need = `${formatQuantity(peak.mid, '')} GPUs (${formatQuantity(peak.low, '')} to ${formatQuantity(peak.high, '')}) needed at the peak; ${formatQuantity(day.there, '')} there`;
  if (day.there > peak.high) return `${need}: more than enough.`;
  if (day.there < peak.low) return `${need}: a shortfall.`;
  return `${need}: the model cannot tell whether that is enough.`;
}

/** What the other way of context would need: the same calls, asked about the same. */
function OtherWay({ day }: { readonly day: FleetDay }) {
  const other = otherDay.value;
  if (other === undefined) return null;
  const name = other.way === 'whole' ? 'long context' : 'retrieval';
  if (other.day.kind === 'impossible')
    return (
      <p class="sub">
        With {name} instead: {other.day.detail}.
      </p>
    );
  const { low, mid, high } = other.day.needed.peak;
  return (
    <p class="sub" data-other-way>
      With {name} instead: {formatQuantity(mid, 'GPUs')} ({formatQuantity(low, '')} to {formatQuantity(high, '')}) needed at the peak,{' '}
      {mid > day.needed.peak.mid
        ? `${formatSignificant(mid / day.needed.peak.mid)} times as many`
        : `${formatPercent(mid / day.needed.peak.mid)} of that`}
      .
    </p>
  );
}

/** GPUs needed against GPUs there, under sliders; computed in the page. */
export function PlanPage({ client }: { readonly client: AnswerClient }) {
  const day = planDay.value;
  const input = planInput.value;
  return (
    <div class="plan-columns">
      <aside aria-label="assumptions">
        <OwnTraffic client={client} />
        <PlanControls />
      </aside>
      <div>
        {day.kind === 'impossible' ? (
          <div class="box notice" role="alert">
            <h2>{day.reason === 'does-not-fit' ? 'That does not fit' : 'That cannot be served in time'}</h2>
            <p>{day.detail}. Choose another GPU, a smaller model or a longer time a token.</p>
          </div>
        ) : (
          <>
            <div class="lede">
              <div>
                <h1>{headlineOf(day)}</h1>
                <p class="sub">
                  As if served as {input.model.id} on {input.gpu.id}, {layoutName(day.layout)}, {input.engine.name}{' '}
                  {input.engine.quantisation}: {formatQuantity(day.callsPerDay, 'calls/day')},{' '}
                  {formatQuantity(day.tokensPerDay.input + day.tokensPerDay.output, 'tok/day')}; a replica of {day.replica.gpus} serves{' '}
                  {formatSignificant(day.replica.callsPerSecond)} calls/s at {formatSignificant(day.replica.tpot * 1000)} ms a token, bound
                  by {day.replica.bindingLimit}. The range is the cost model’s 80 % band.
                </p>
                <OtherWay day={day} />
              </div>
            </div>
            <NeedRuler day={day} />
            <div class="head">
              <h2>
                A day of the fleet <small>GPUs by what they do, hour by hour</small>
              </h2>
            </div>
            <Day day={day} />
            <div class="plan-lower">
              <Tornado day={day} />
              <section>
                <h2>Over the day</h2>
                <table>
                  <tbody>
                    <tr>
                      <td>needed in the mean</td>
                      <td class="r nw">{gpusText(day.needed.mean.mid)}</td>
                    </tr>
                    <tr>
                      <td>spare at the peak</td>
                      <td class="r nw">{day.spareAtPeak < 0 ? `${gpusText(-day.spareAtPeak)} short` : gpusText(day.spareAtPeak)}</td>
                    </tr>
                    <tr>
                      <td>refused at the worst hour</td>
                      <td class="r nw">{formatPercent(Math.max(...day.hours.map((hour) => hour.refusedShare)))}</td>
                    </tr>
                    <tr>
                      <td>power of the site, mean</td>
                      <td class="r nw">{formatQuantity(day.energy.site / 86_400, 'W')}</td>
                    </tr>
                    <tr>
                      <td>energy an output token, site</td>
                      <td class="r nw">
                        {day.energy.perOutputToken === undefined ? 'unknown' : formatQuantity(day.energy.perOutputToken, 'J')}
                      </td>
                    </tr>
                    <tr>
                      <td>reasoning tokens</td>
                      <td class="r nw">
                        {formatCount((100 * day.tokensPerDay.reasoning) / Math.max(1, day.tokensPerDay.output))} % of output
                      </td>
                    </tr>
                  </tbody>
                </table>
              </section>
            </div>
          </>
        )}
      </div>
    </div>
  );
}
