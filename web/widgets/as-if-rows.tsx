import { formatQuantity } from '../../src/base/number-format.ts';
import type { AsIfRow, WeighAnswer } from '../../src/show/answers/weigh-answer.ts';
import type { AnswerState } from '../state/use-answer.ts';
import { AsIfChoice } from './as-if-choice.tsx';

/** GPU-hours and energy as if served by a model on a GPU that the reader names. */
export function AsIfRows({ answer, asIf }: { readonly answer: WeighAnswer; readonly asIf: AnswerState<AsIfRow> }) {
  const served = asIf.error === undefined ? asIf.answer : undefined;
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
          As if served as <AsIfChoice />
          {asIf.error === undefined ? (served === undefined ? '.' : `, ${served.layout}.`) : `: ${asIf.error.message}.`} The real model and
          its GPUs are not published; net is scaled by tokens.
        </td>
      </tr>
    </>
  );
}
