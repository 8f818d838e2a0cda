import type { AnswerClient } from '../state/answer-client.ts';
import { movedNumbers, planCommand } from '../state/plan-state.ts';
import { Receipt } from '../widgets/receipt.tsx';
import { PlanPage } from './plan-page.tsx';

/** Screen 4. */
export function PlanScreen({ client }: { readonly client: AnswerClient }) {
  const moved = movedNumbers.value.length;
  return (
    <>
      <main>
        <PlanPage client={client} />
      </main>
      <Receipt
        command={planCommand.value}
        reading={moved === 0 ? 'starting values' : `${moved} ${moved === 1 ? 'value' : 'values'} set by you`}
      />
    </>
  );
}
