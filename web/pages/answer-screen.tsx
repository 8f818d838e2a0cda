import type { AnswerClient } from '../state/answer-client.ts';
import { asIfNamed } from '../state/as-if-state.ts';
import { filter, filterCommand } from '../state/filter-state.ts';
import { place } from '../state/location.ts';
import { useAnswer } from '../state/use-answer.ts';
import { formatCount } from '../../src/base/number-format.ts';
import { EmptyNotice, ErrorNotice, Waiting } from '../widgets/notice.tsx';
import type { Unit } from '../widgets/quantity.ts';
import { Receipt } from '../widgets/receipt.tsx';
import { AnswerPage } from './answer-page.tsx';

/** Screen 1. */
export function AnswerScreen({ client, version }: { readonly client: AnswerClient; readonly version: number }) {
  const weigh = useAnswer(client, 'weigh', { filter: filter.value }, version);
  const findings = useAnswer(client, 'findings', { filter: filter.value, limit: 8 }, version);
  const asIf = useAnswer(client, 'asIf', { filter: filter.value, asIf: asIfNamed.value }, version);
  const unit: Unit = place.value.options['unit'] === 'usd' ? 'usd' : 'tokens';
  const { answer } = weigh;
  const reading =
    answer === undefined
      ? ''
      : `${formatCount(answer.files)} files · ${formatCount(answer.skipped.ofLines)} lines, ${formatCount(answer.skipped.lines)} skipped`;
  return (
    <>
      <main class={weigh.loading && answer !== undefined ? 'dimmed' : ''} aria-busy={weigh.loading}>
        {weigh.error !== undefined && <ErrorNotice error={weigh.error} />}
        {answer === undefined && weigh.error === undefined && <Waiting what="Weighing" />}
        {answer !== undefined && answer.calls + answer.progressOnly.calls === 0 && (
          <EmptyNotice title="No call in this period">
            <p>Choose another period above, or run tare doctor to see where it looked.</p>
          </EmptyNotice>
        )}
        {answer !== undefined && answer.calls + answer.progressOnly.calls > 0 && (
          <AnswerPage answer={answer} findings={findings.answer} asIf={asIf} unit={unit} />
        )}
      </main>
      <Receipt command={`tare weigh ${filterCommand.value}`.trim()} reading={reading} />
    </>
  );
}
