import { seconds } from '../../base/units.ts';
import type { ContentHash } from '../../base/content-hash.ts';
import type { ChatRequest, ChatResponse, Endpoint, EndpointFacts } from './endpoint.ts';
import { isOpen } from '../lab/open-pair.ts';
import { requestKey } from './request-key.ts';

export interface RecordedExchange {
  readonly request: ChatRequest;
  readonly response: ChatResponse;
}

/**
 * Answers from exchanges that were recorded with a real endpoint. A request that was made several times gets its
 * responses in their order, then the last again; one that was never made fails. Where the world failed (a run was stopped)
 * and the request was made again on resuming, only the later response counts, as it does in the score.
 */
export function recordedEndpoint(facts: EndpointFacts, exchanges: Iterable<RecordedExchange>): Endpoint {
  const byKey = new Map<ContentHash, ChatResponse[]>();
  for (const { request, response } of exchanges) {
    const key = requestKey(request);
    const known = byKey.get(key);
    const last = known?.at(-1);
    if (known === undefined || last === undefined) byKey.set(key, [response]);
    else if (isOpen(last)) known[known.length - 1] = response;
    else known.push(response);
  }
  const unknown: ChatResponse = {
    outcome: { kind: 'failed', reason: 'bad-request', message: 'this request was never recorded' },
    answer: '',
    reasoning: '',
    usage: {},
    duration: seconds(0),
    attempts: 1,
    warnings: [],
  };
  return {
    facts: { ...facts, dialect: 'recorded' },
    complete: async (request) => {
      const responses = byKey.get(requestKey(request));
      return (responses !== undefined && responses.length > 1 ? responses.shift() : responses?.[0]) ?? unknown;
    },
    close: async () => byKey.clear(),
  };
}
