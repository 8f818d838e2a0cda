import { formatCount } from '../../src/base/number-format.ts';
import type { IcicleAnswer } from '../../src/show/answers/icicle-answer.ts';
import { formatIn, formatShare } from './quantity.ts';

const deepest = 2;
const most = 120;

/** The outer levels of the icicle as rows: the same numbers for those who do not see the picture, and for a table file. */
export function IcicleTable({ answer }: { readonly answer: IcicleAnswer }) {
  const { boxes, unit } = answer;
  const rows = Array.from(boxes.level.keys()).filter((box) => (boxes.level[box] as number) > 0 && (boxes.level[box] as number) <= deepest);
  const nameOf = (box: number): string =>
    (boxes.merged[box] as number) > 0
      ? `${formatCount(boxes.merged[box] as number)} small ones`
      : (answer.names[boxes.name[box] as number] as string);
  return (
    <details class="behind">
      <summary>The same as a table</summary>
      <table class="icicle-table">
        <thead>
          <tr>
            {answer.levels.slice(1, deepest + 1).map((level) => (
              <th key={level} scope="col">
                {level}
              </th>
            ))}
            <th scope="col" class="r">
              billed
            </th>
            <th scope="col" class="r">
              share
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, most).map((box) => (
            <tr key={box} data-level={boxes.level[box]}>
              <td>{boxes.level[box] === 1 ? nameOf(box) : ''}</td>
              <td>{boxes.level[box] === 2 ? nameOf(box) : ''}</td>
              <td class="r nw">{formatIn(unit, boxes.value[box] as number)}</td>
              <td class="r nw">{formatShare(boxes.value[box] as number, answer.total)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
