import type { AnswerService, QuestionName } from '../show/answers/answer-service.ts';
import type { RequestHandler } from '../ledger/holder/request-server.ts';
import { TareError } from '../base/tare-error.ts';
import type { RefreshRequest, TareService } from './tare-service.ts';

/** Asks by name; how depends on who holds the ledger at the moment. */
export type Ask = (name: string, body: unknown) => Promise<unknown>;

/** What the process that holds the ledger does for the others. */
export function handlerFor(service: TareService): RequestHandler {
  const handlers: Readonly<Record<string, (body: never) => Promise<unknown>>> = {
    ping: () => Promise.resolve(true),
    ask: ({ question, request }: { readonly question: QuestionName; readonly request: never }) => service.answers.ask(question, request),
    refresh: ({ counting }: RefreshRequest) => service.refresh(counting === undefined ? {} : { counting }),
    learn: () => service.learn(),
    countForgotten: (request: never) => service.countForgotten(request),
    forget: (request: never) => service.forget(request),
    exportTables: (request: never) => service.exportTables(request),
  };
  return async (name, body) => {
    const handler = Object.hasOwn(handlers, name) ? handlers[name] : undefined;
    if (handler === undefined) {
      throw new TareError({
        code: 'unknown-request',
        message: `The process that holds the ledger does not know “${name}”`,
        hint: 'It is probably another version of Tare; end it and run again.',
      });
    }
    return handler(body as never);
  };
}

/** The service over {@link Ask}. Trusts the answers: they come from Tare itself, of the same person. */
export function remoteService(ask: Ask, close: () => Promise<void>): TareService {
  const answers: AnswerService = {
    ask: (question, request) => ask('ask', { question, request }) as never,
    close,
  };
  return {
    answers,
    refresh: ({ counting } = {}) => ask('refresh', { counting }) as never,
    learn: async () => {
      await ask('learn', {});
    },
    countForgotten: (request) => ask('countForgotten', request) as never,
    forget: (request) => ask('forget', request) as never,
    exportTables: (request) => ask('exportTables', request) as never,
    close,
  };
}
