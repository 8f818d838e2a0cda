import type { ChatRequest } from '../endpoints/endpoint.ts';

/** A change to a request, for replay with and without. Pure: the request that is handed in stays as it was. */
export interface Edit {
  readonly name: string;
  readonly description: string;
  apply(request: ChatRequest): ChatRequest;
}
