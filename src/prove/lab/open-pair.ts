import { assertNever } from '../../base/assert.ts';
import type { ChatResponse } from '../endpoints/endpoint.ts';

/**
 * Whether a response says nothing about its arm: the world failed, not the arm. Such a pair stays open, is counted, and
 * is asked again when the run is resumed. What the arm itself brought about (no room in the context, a broken or
 * refused response) counts as unsolved instead: to leave it out would make the arm look better.
 */
export function isOpen({ outcome }: ChatResponse): boolean {
  if (outcome.kind !== 'failed') return false;
  switch (outcome.reason) {
    case 'unreachable':
    case 'timeout':
    case 'rate-limited':
    case 'server-error':
    case 'other-model':
    case 'stopped':
      return true;
    case 'out-of-context':
    case 'effort-refused':
    case 'bad-request':
    case 'malformed-stream':
    case 'cut-stream':
      return false;
    default:
      return assertNever(outcome.reason);
  }
}
