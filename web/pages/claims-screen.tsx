import { ClaimsView } from '../claims/claims-view.tsx';
import type { AnswerClient } from '../state/answer-client.ts';
import { place } from '../state/location.ts';
import { useAnswer } from '../state/use-answer.ts';
import { ErrorNotice, Waiting } from '../widgets/notice.tsx';
import { Receipt } from '../widgets/receipt.tsx';

/** Screen 5: the built-in case, by the one renderer of claims. */
export function ClaimsScreen({ client }: { readonly client: AnswerClient }) {
  const { answer, error } = useAnswer(client, 'claims', {}, 0);
  const { subject } = place.value;
  const claim = subject === undefined || subject === 'claims' ? '' : ` ${subject}`;
  return (
    <>
      {answer === undefined && (
        <main>
          {error === undefined ? (
            <Waiting what="Judging the claims: some seconds the first time, kept after that" />
          ) : (
            <ErrorNotice error={error} />
          )}
        </main>
      )}
      {answer !== undefined && <ClaimsView data={answer} />}
      <Receipt
        command={`tare check${claim}`}
        reading={answer === undefined ? '' : `seed ${answer.answer.seed}, ${answer.answer.samples.toLocaleString('en-US')} samples`}
      />
    </>
  );
}
