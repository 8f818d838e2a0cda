import { formatCount, formatPercent, formatQuantity, formatUsd } from '../../base/number-format.ts';
import type { Ink } from '../format/ink.ts';
import { formatLab } from './format-lab.ts';
import type { ProveAnswer } from './prove-answer.ts';

/** What `tare prove` prints. */
export function formatProve({ finding, cost, behaviour }: ProveAnswer, ink: Ink, width: number): string {
  const money = (value: number | null): string => (value === null ? '' : `, ${formatUsd(value)}`);
  const share = cost.share === null ? '' : ` (${formatPercent(cost.share)})`;
  const head = `${ink.bold(finding.handle)}  ${finding.title}`;
  const costLine = `Cost, from the bill: ${formatQuantity(cost.saved.tokens, 'tok')}${money(cost.saved.usd)} of the session’s ${formatQuantity(cost.session.tokens, 'tok')}${money(cost.session.usd)}${share}, in ${formatCount(cost.calls)} calls; list prices, cache included.`;
  const rest =
    behaviour.state === 'not-proved'
      ? [`Behaviour: not proved. ${behaviour.why[0]?.toUpperCase() ?? ''}${behaviour.why.slice(1)}.`, `To prove it: ${behaviour.how}`]
      : [
          `Behaviour: replayed with ${behaviour.edit}.`,
          ...behaviour.notes.map((note) => `  ${note}`),
          formatLab(behaviour.lab, ink, width),
          behaviour.after === behaviour.before
            ? `The finding stays ${behaviour.after}.`
            : `The finding was ${behaviour.before} and is now ${ink.bold(behaviour.after)}.`,
          `Kept in ${behaviour.folder}`,
        ];
  return `${[head, `Fix: ${finding.fix}`, costLine, ...rest].join('\n')}\n`;
}
