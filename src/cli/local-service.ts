import { existsSync } from 'node:fs';
import { reconstructionQuality } from '../ledger/questions/reconstruction-quality.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { IngestPlace } from '../measure/ingest/find-pending.ts';
import { allSources } from '../measure/sources/registry.ts';
import type { ProvedStates } from '../prove/proofs/proof-book.ts';
import { answerDoctor, type DoctorSurroundings } from '../show/answers/answer-doctor.ts';
import { answerText } from '../show/answers/answer-text.ts';
import { localAnswers, type AnswerHandlers } from '../show/answers/local-answers.ts';
import { exportTables } from './export-tables.ts';
import { groupWeigher } from './group-weigher.ts';
import { refresh } from './refresh.ts';
import type { TareService } from './tare-service.ts';
import { weighingMethod, weighingTools, type Counting } from './weighing-tools.ts';

export interface LocalServiceOptions extends Pick<DoctorSurroundings, 'program' | 'ledgerPath'> {
  readonly ledger: Ledger;
  readonly places: readonly IngestPlace[];
  /** Where this process answers the others; `null` while it does not. */
  readonly holder: () => DoctorSurroundings['holder'];
  readonly signal: AbortSignal;
  /** What replays have shown so far; read anew for every weighing. */
  readonly proofs?: () => ProvedStates;
  readonly close: () => Promise<void>;
}

/** The service of the process that holds the ledger. */
export function localService(options: LocalServiceOptions): TareService {
  const { ledger, places, program, ledgerPath, holder, signal, close, proofs } = options;
  let busy: Promise<unknown> = Promise.resolve();
  /** One change at a time: two that ran side by side would read the same files twice. */
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const mine = busy.then(work, work);
    busy = mine;
    return mine;
  };
  let counted: Counting = 'learned';
  // Somebody may look into a session before anything was refreshed.
  ledger.weighWith(async () => groupWeigher(await weighingMethod(ledger, counted, proofs?.())));
  const weighAgain = async (): Promise<unknown> =>
    refresh(ledger, { places: [], sources: allSources, signal, method: await weighingMethod(ledger, counted, proofs?.()) });
  const doctor: AnswerHandlers['doctor'] = async ({ filter }) =>
    answerDoctor(
      {
        ledger,
        places,
        program,
        ledgerPath,
        holder: holder(),
        tools: await weighingTools(ledger, counted),
        counting: async (within) => (await import('./counting-check.ts')).checkCounting(ledger, within),
      },
      filter,
    );
  const answers = localAnswers(
    {
      query: ledger,
      fileExists: existsSync,
      reconstruction: () => reconstructionQuality(ledger),
      others: {
        claims: async () => (await import('./answer-claims.ts')).answerClaims(ledger, program.version),
        doctor,
        text: ({ segment }) => answerText(ledger, segment),
      },
    },
    close,
  );
  return {
    answers,
    refresh: ({ counting = counted, onProgress } = {}) =>
      inTurn(async () => {
        counted = counting;
        const method = await weighingMethod(ledger, counted, proofs?.());
        return refresh(ledger, { places, sources: allSources, method, signal, ...(onProgress === undefined ? {} : { onProgress }) });
      }),
    learn: () =>
      inTurn(async () => {
        await (await import('./counting-check.ts')).learnCounting(ledger);
        await weighAgain();
      }),
    countForgotten: (request) => ledger.countForgotten(request),
    forget: (request) =>
      inTurn(async () => {
        const count = await ledger.forget(request);
        await weighAgain();
        return count;
      }),
    exportTables: (request) => exportTables(ledger, request),
    close: () => inTurn(close),
  };
}
