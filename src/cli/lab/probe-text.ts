import { formatCount } from '../../base/number-format.ts';
import type { ContextProbe } from '../../prove/endpoints/probe-context.ts';

/** What a search for the context limit found, in a sentence. */
export function probeText({ behaviour, holds, beyond, counted, requests, why }: ContextProbe): string {
  const sizes = counted === 'reported' ? 'as the server counts' : 'by estimate';
  const found = `${formatCount(holds)} tokens hold (${sizes}; ${formatCount(requests)} requests)`;
  const end = beyond === undefined ? '' : formatCount(beyond);
  switch (behaviour) {
    case 'holds':
      return `not stated; ${found}, and no longer prompt was tried`;
    case 'refuses':
      return `not stated; ${found}, ${end} are refused: ${(why ?? '').slice(0, 120)}`;
    case 'truncates':
      return `not stated; ${found}, ${end} are cut in silence: answers to longer prompts are about a part of them`;
    case 'unknown':
      return `not stated, and not found: ${why ?? ''}`;
  }
}
