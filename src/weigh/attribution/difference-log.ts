import type { RunId } from '../../call/run-id.ts';
import type { Segment } from '../../call/segment.ts';
import { smallestDifference, type BilledDifference, type DifferenceExclusion } from './billed-difference.ts';
import type { MergedCall } from './merged-call.ts';

/** Collects what the successive bills of one run differ by. */
export class DifferenceLog {
  readonly differences: BilledDifference[] = [];
  readonly #run: RunId;
  #last: { readonly input: number | undefined; readonly model: string | undefined } | undefined;
  #event: DifferenceExclusion | undefined;

  constructor(run: RunId) {
    this.#run = run;
  }

  compacted(): void {
    this.#event = 'compaction';
  }

  rebuilt(): void {
    this.#event ??= 'context-rebuilt';
  }

  /** The end of the context was abandoned. */
  cut(): void {
    this.#event ??= 'context-rebuilt';
  }

  note(call: MergedCall, index: number, input: number | undefined, added: readonly Segment[]): void {
    const last = this.#last;
    const event = this.#event;
    const { model } = call.record;
    this.#last = { input, model };
    this.#event = undefined;
    if (last === undefined || call.progressOnly) return;
    const tokens = (input ?? 0) - (last.input ?? 0);
    const exclusion = exclusionOf(event, last, input, model, tokens, added);
    this.differences.push({
      run: this.#run,
      session: call.session,
      call: index,
      model: model ?? 'unknown',
      source: call.record.source,
      tokens,
      added,
      ...(exclusion === undefined ? {} : { exclusion }),
    });
  }
}

function exclusionOf(
  event: DifferenceExclusion | undefined,
  last: { readonly input: number | undefined; readonly model: string | undefined },
  input: number | undefined,
  model: string | undefined,
  tokens: number,
  added: readonly Segment[],
): DifferenceExclusion | undefined {
  if (last.input === undefined || input === undefined) return 'unknown-input';
  if (last.model !== model) return 'model-switch';
  if (event !== undefined) return event;
  if (added.some((segment) => segment.kind === 'image')) return 'image';
  return tokens <= smallestDifference ? 'fell-or-small' : undefined;
}
