import { useEffect, useRef, useState } from 'preact/hooks';
import { TareError } from '../../src/base/tare-error.ts';
import type { QuestionName, Questions } from '../../src/show/answers/answer-service.ts';
import type { AnswerClient } from './answer-client.ts';

/** An answer on its way: the last one stays on the screen, dimmed, until the next is there. */
export interface AnswerState<Answer> {
  readonly answer: Answer | undefined;
  readonly error: TareError | undefined;
  readonly loading: boolean;
}

/** Asks whenever the request changes or the ledger has something new. The latest request wins; others are aborted. */
export function useAnswer<Name extends QuestionName>(
  client: AnswerClient,
  name: Name,
  request: Questions[Name]['request'] | undefined,
  version: number,
): AnswerState<Questions[Name]['answer']> {
  const [state, setState] = useState<AnswerState<Questions[Name]['answer']>>({ answer: undefined, error: undefined, loading: true });
  const key = request === undefined ? '' : JSON.stringify(request);
  const latest = useRef(request);
  latest.current = request;
  useEffect(() => {
    const asked = latest.current;
    if (asked === undefined) return undefined;
    const abort = new AbortController();
    setState((before) => ({ ...before, loading: true }));
    client.ask(name, asked, abort.signal).then(
      (answer) => {
        if (!abort.signal.aborted) setState({ answer, error: undefined, loading: false });
      },
      (error: unknown) => {
        if (abort.signal.aborted) return;
        const known = TareError.isInstance(error)
          ? error
          : new TareError({ code: 'bug', message: String(error), hint: 'Reload the page.', cause: error });
        setState((before) => ({ ...before, error: known, loading: false }));
      },
    );
    return () => abort.abort();
  }, [client, name, key, version]);
  return state;
}
