import { formatCount, formatQuantity } from '../../src/base/number-format.ts';
import type { AsIfRow, WeighAnswer } from '../../src/show/answers/weigh-answer.ts';
import type { FindingsAnswer } from '../../src/show/answers/findings-answer.ts';
import type { AnswerState } from '../state/use-answer.ts';
import { AsIfRows } from '../widgets/as-if-rows.tsx';
import { DayBars } from '../widgets/day-bars.tsx';
import { FindingsTable } from '../widgets/findings-table.tsx';
import { formatIn, formatRange, formatShare, type Unit } from '../widgets/quantity.ts';
import { WeighedBar } from '../widgets/weighed-bar.tsx';

function Headline({ answer, unit }: { readonly answer: WeighAnswer; readonly unit: Unit }) {
  const { gross, net } = answer;
  const inUsd = unit === 'usd' && gross.usd !== null && net.usd !== null;
  const whole = inUsd ? (gross.usd as number) : gross.tokens;
  const range = inUsd && net.usd !== null ? net.usd : net.tokens;
  // A lost cache costs dollars and no tokens, so the share that is certain is said in dollars where there are any.
  const [sum, ends] = gross.usd !== null && net.usd !== null ? [gross.usd, net.usd] : [gross.tokens, net.tokens];
  const days = answer.byDay.filter((day) => day.name !== 'unknown').length;
  return (
    <div class="lede">
      <div>
        <h1>
          {inUsd ? formatIn('usd', whole) : `${formatQuantity(whole, '')} tokens`} billed. The work needed{' '}
          {formatRange(inUsd ? 'usd' : 'tokens', range.low, range.high).replace(/ tok$/, '')}.
        </h1>
        <p class="sub">
          {formatCount(days)} {days === 1 ? 'day' : 'days'}, {formatCount(answer.sessions)} sessions,{' '}
          {formatCount(answer.calls + answer.progressOnly.calls)} calls
          {gross.usd === null ? '' : `, ${formatIn('usd', gross.usd)} at API list prices`}. At least {formatShare(sum - ends.high, sum)} of{' '}
          {sum === gross.tokens ? 'it' : 'that'} was tare, by the bill itself or by replay; up to {formatShare(sum - ends.low, sum)} if
          every suspicion holds.
        </p>
      </div>
    </div>
  );
}

function OtherUnits({ answer, asIf }: { readonly answer: WeighAnswer; readonly asIf: AnswerState<AsIfRow> }) {
  const { gross, net } = answer;
  return (
    <section aria-label="the same in other units">
      <div class="head">
        <h2>The same in other units</h2>
      </div>
      <table>
        <thead>
          <tr>
            <th scope="col">unit</th>
            <th scope="col" class="r">
              gross
            </th>
            <th scope="col" class="r">
              net
            </th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <td>tokens</td>
            <td class="r nw">{formatIn('tokens', gross.tokens)}</td>
            <td class="r nw">{formatRange('tokens', net.tokens.low, net.tokens.high)}</td>
          </tr>
          <tr>
            <td>list price</td>
            <td class="r nw">{gross.usd === null ? <span class="unk">unknown</span> : formatIn('usd', gross.usd)}</td>
            <td class="r nw">{net.usd === null ? <span class="unk">unknown</span> : formatRange('usd', net.usd.low, net.usd.high)}</td>
          </tr>
          <AsIfRows answer={answer} asIf={asIf} />
        </tbody>
      </table>
    </section>
  );
}

/** What was billed, what the work needed, and the waste worth acting on. */
export function AnswerPage({
  answer,
  findings,
  asIf,
  unit,
}: {
  readonly answer: WeighAnswer;
  readonly findings: FindingsAnswer | undefined;
  readonly asIf: AnswerState<AsIfRow>;
  readonly unit: Unit;
}) {
  return (
    <>
      <Headline answer={answer} unit={unit} />
      <WeighedBar answer={answer} unit={unit} />
      <div class="answer-columns">
        <section aria-label="worth acting on">
          <div class="head">
            <h2>
              Worth acting on <small>ranked by what it cost</small>
            </h2>
          </div>
          {findings === undefined ? null : <FindingsTable findings={findings.findings} />}
        </section>
        <div>
          <OtherUnits answer={answer} asIf={asIf} />
          <DayBars days={answer.byDay} tare={answer.tareByDay} unit={unit} />
        </div>
      </div>
    </>
  );
}
