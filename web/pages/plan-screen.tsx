import { movedNumbers, planCommand } from '../state/plan-state.ts';
import { Receipt } from '../widgets/receipt.tsx';
import { PlanPage } from './plan-page.tsx';

/** Screen 4. */
export function PlanScreen() {
  const moved = movedNumbers.value.length;
  return (
    <>
      <main>
        <PlanPage />
      </main>
      <Receipt command={planCommand.value} reading={moved === 0 ? 'starting values' : `${moved} values set by you`} />
    </>
  );
}
