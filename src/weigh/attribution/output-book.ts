import type { Tokens } from '../../base/units.ts';
import type { RunId } from '../../call/run-id.ts';
import { outputTier } from '../../call/tier.ts';
import { holdsPlaceholder } from '../../measure/tokens/placeholder.ts';
import type { BilledOutput } from './bill-evidence.ts';
import type { ContextItem, UnseenLabel } from './context-item.ts';
import type { ContextSizes } from './context-sizes.ts';
import type { MergedCall } from './merged-call.ts';
import type { PlacementWriter } from './placement-writer.ts';
import type { SplitDifference } from './split-difference.ts';
import { splitOutput } from './split-output.ts';

/** The output of one call, as weighed. */
export interface CallOutput {
  /** Present where the log holds a placeholder. */
  readonly reconstructed: Tokens | undefined;
  /** What the visible output shows, whether the log is right or not; absent where none is visible or part of it is hidden. */
  readonly shown: Tokens | undefined;
  readonly reasoning: Tokens | undefined;
}

interface OpenOutput {
  readonly call: MergedCall;
  readonly index: number;
  readonly isPlaceholder: boolean;
  readonly position: number;
  /** The logged output over the call's segments, where it was trusted from the first. */
  readonly split: SplitDifference | undefined;
}

/** A count is beyond doubt where the response is known to have ended, or the source never writes placeholders. */
const isTrusted = (call: MergedCall): boolean => call.stopReason !== undefined || call.visibleCharacters === undefined;

/** Outputs below this are mostly wrapper. */
const smallestOutput = 50;

/** The output of a call as evidence of the size of text; absent where its count or its content is in doubt. */
export function billedOutputOf(run: RunId, call: MergedCall): BilledOutput | undefined {
  const { output } = call.usage;
  const { model, source } = call.record;
  const { segments } = call;
  if (output === undefined || output <= smallestOutput || call.progressOnly || call.stopReason === undefined) return undefined;
  if (segments.length === 0 || segments.some((segment) => segment.text === undefined)) return undefined;
  return { run, session: call.session, model: model ?? 'unknown', source, tokens: output, segments };
}

/**
 * Settles what each response came to. A placeholder waits for the next call of the run: what that bill grew by
 * bounds the response.
 */
export class OutputBook {
  readonly outputs: CallOutput[] = [];
  readonly #sizes: ContextSizes;
  readonly #writer: PlacementWriter;
  readonly #newUnseen: (label: UnseenLabel) => ContextItem;
  #open: OpenOutput | undefined;

  constructor(sizes: ContextSizes, writer: PlacementWriter, newUnseen: (label: UnseenLabel) => ContextItem) {
    this.#sizes = sizes;
    this.#writer = writer;
    this.#newUnseen = newUnseen;
  }

  /** A response was added to the context. */
  open(call: MergedCall, index: number): void {
    this.settleLast(true);
    const outputLogged = call.usage.output;
    const isPlaceholder =
      outputLogged !== undefined &&
      holdsPlaceholder({ stopReasonKnown: call.stopReason !== undefined, visibleCharacters: call.visibleCharacters ?? 0, outputLogged });
    const isKnown = !isPlaceholder && outputLogged !== undefined && isTrusted(call);
    const split = isKnown ? this.#split(call, outputLogged) : undefined;
    if (split !== undefined) call.items.forEach((item, place) => this.#sizes.noteOutput(item, split.sizes[place] as number));
    this.#open = { call, index, isPlaceholder, position: this.#sizes.stack.length, split };
  }

  /** Closes the last response; `apart`: the context after it says nothing about its size. */
  settleLast(apart: boolean): void {
    const open = this.#open;
    if (open === undefined) return;
    this.#open = undefined;
    const { call } = open;
    const shown = this.#shownBy(open, apart);
    const reconstructed = open.isPlaceholder && shown !== undefined ? Math.max(call.usage.output ?? 0, shown) : undefined;
    const output = reconstructed ?? call.usage.output;
    const reasoning = this.#write(open, output);
    this.outputs.push({
      reconstructed: reconstructed as Tokens | undefined,
      shown: shown as Tokens | undefined,
      reasoning: reasoning as Tokens | undefined,
    });
  }

  /** Tokens of the visible response: by estimate, moved by the next bill as far as the response is what that bill grew by. */
  #shownBy({ call }: OpenOutput, apart: boolean): number | undefined {
    if (call.segments.length === 0 || call.segments.some((segment) => segment.text === undefined)) return undefined;
    let sum = 0;
    for (const item of call.items) sum += this.#sizes.textEstimate(item, call.record);
    return Math.round(sum * (apart ? 1 : this.#sizes.outputScale(sum)));
  }

  #split(call: MergedCall, output: number): SplitDifference {
    const estimates: number[] = [];
    for (const item of call.items) estimates.push(this.#sizes.textEstimate(item, call.record));
    return splitOutput(output, call.segments, estimates, call.usage.reasoning);
  }

  /** Writes the output's placements; returns the reasoning in it. */
  #write({ call, index, position, split: known }: OpenOutput, output: number | undefined): number | undefined {
    if (output === undefined) return call.usage.reasoning;
    const { sizes, unseen } = known ?? this.#split(call, output);
    let reasoning: number | undefined;
    let next = position;
    for (let place = 0; place < call.items.length; place++) {
      const item = call.items[place] as ContextItem;
      const tokens = sizes[place] as number;
      if (item.kind === 'reasoning') reasoning = (reasoning ?? 0) + tokens;
      if (tokens > 0) this.#writer.write(item, outputTier, index, index, next++, tokens);
    }
    if (unseen > 0) this.#writer.write(this.#newUnseen('hidden output'), outputTier, index, index, next, unseen);
    return call.usage.reasoning ?? reasoning;
  }
}
