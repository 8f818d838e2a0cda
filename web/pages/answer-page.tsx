import { formatCount, formatQuantity } from '../../src/base/number-format.ts';
import type { ServingMix, WeighAnswer } from '../../src/show/answers/weigh-answer.ts';
import type { FindingsAnswer } from '../../src/show/answers/findings-answer.ts';
import { useMemo } from 'preact/hooks';
import { TareError } from '../../src/base/tare-error.ts';
import { asIf } from '../../src/scale/hardware/as-if.ts';
import { gpuNamed } from '../../src/scale/hardware/gpu-named.ts';
import { modelNamed } from '../../src/scale/hardware/model-named.ts';
import { place, setOption } from '../state/location.ts';
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

/** Absent where the model does not fit or a name in the address is unknown. */
function asIfOf(model: string, gpu: string, mix: ServingMix) {
  try {
    const served = asIf(modelNamed(model), gpuNamed(gpu));
    return { layout: served.layout, ...served.cost(mix) };
  } catch (error) {
    if (TareError.isInstance(error)) return undefined;
    throw error;
  }
}

const asIfModels = ['gpt-oss-120b', 'deepseek-v3', 'kimi-k2', 'glm-5', 'qwen3-235b-a22b', 'llama-3.1-405b', 'llama-3.1-70b'] as const;
const asIfGpus = ['H100-SXM', 'H200-SXM', 'B200-SXM', 'GB200-NVL72', 'GB300-NVL72', 'MI300X', 'MI355X'] as const;

function AsIfRows({ answer }: { readonly answer: WeighAnswer }) {
  const { options } = place.value;
  const [model = 'deepseek-v3', gpu = 'H200-SXM'] = (options['as-if'] ?? 'deepseek-v3@H200-SXM').split('@');
  const choose = (nextModel: string, nextGpu: string): void => setOption('as-if', `${nextModel}@${nextGpu}`, 'replace');
  const served = useMemo(() => asIfOf(model, gpu, answer.servingMix), [model, gpu, answer]);
  const share =
    answer.gross.tokens === 0 ? [0, 0] : [answer.net.tokens.low / answer.gross.tokens, answer.net.tokens.high / answer.gross.tokens];
  const range = (value: number, unit: string): string =>
    `${formatQuantity((share[0] as number) * value, '')} to ${formatQuantity((share[1] as number) * value, unit)}`;
  return (
    <>
      {served !== undefined &&
        (
          [
            ['GPU-hours, as if', served.gpuSeconds / 3600, 'GPU-h'],
            ['energy, as if', served.joules / 3600, 'Wh'],
          ] as const
        ).map(([name, value, unit]) => (
          <tr key={name}>
            <td>{name}</td>
            <td
              class="r nw"
              title={`80 % band: ${formatQuantity(value / served.bandFactor, unit)} to ${formatQuantity(value * served.bandFactor, unit)}`}
            >
              {formatQuantity(value, unit)}
            </td>
            <td class="r nw">{range(value, unit)}</td>
          </tr>
        ))}
      <tr>
        <td colSpan={3} class="soft as-if">
          As if served as{' '}
          <select aria-label="as if the model were" value={model} onChange={(event) => choose(event.currentTarget.value, gpu)}>
            {asIfModels.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>{' '}
          on{' '}
          <select aria-label="as if on this GPU" value={gpu} onChange={(event) => choose(model, event.currentTarget.value)}>
            {asIfGpus.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
          {served === undefined ? ': it does not fit there.' : `, ${served.layout}.`} The real model and its GPUs are not published; net is
          scaled by tokens.
        </td>
      </tr>
    </>
  );
}

function OtherUnits({ answer }: { readonly answer: WeighAnswer }) {
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
          <AsIfRows answer={answer} />
        </tbody>
      </table>
    </section>
  );
}

/** What was billed, what the work needed, and the waste worth acting on. */
export function AnswerPage({
  answer,
  findings,
  unit,
}: {
  readonly answer: WeighAnswer;
  readonly findings: FindingsAnswer | undefined;
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
          <OtherUnits answer={answer} />
          <DayBars days={answer.byDay} tare={answer.tareByDay} unit={unit} />
        </div>
      </div>
    </>
  );
}
