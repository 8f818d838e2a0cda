import { hashText } from '../../../base/content-hash.ts';
import type { Usd } from '../../../base/units.ts';
import type { CallKey, ChainId, EntryKey } from '../../../call/entry.ts';
import { makeFailure, makeResponse } from '../../../call/make-entry.ts';
import type { ToolCallId, ToolUse } from '../../../call/segment.ts';
import { Latest } from '../common/latest.ts';
import { providerName } from '../common/provider-name.ts';
import { failureReason } from './failure-reason.ts';
import { fieldOf, amountField, requiredObject, textField, type JsonObject } from './json-fields.ts';
import { headOf, linkedParent, passOver, type LineContext } from './line-context.ts';
import { addOutput } from './output-segments.ts';
import { readAdvisorCalls, readUsage } from './read-usage.ts';
import type { OpenCall } from './reader-state.ts';
import { SegmentList } from './segment-list.ts';

const syntheticModel = '<synthetic>';

function openCall(tool: ToolUse, input: JsonObject): OpenCall {
  const prompt = tool.action === 'spawn' ? fieldOf(input, 'prompt') : undefined;
  return { tool, promptHash: typeof prompt === 'string' ? hashText(prompt) : undefined };
}

interface Speaker {
  readonly model: string | undefined;
  /** Whoever made the model: Claude Code does not say through whom it was served. */
  readonly provider: string | undefined;
}

const unknownSpeaker: Speaker = { model: undefined, provider: undefined };
const latestSpeaker = new Latest((model): Speaker => ({ model, provider: providerName(undefined, model) }));
const speakerOf = (model: string | undefined): Speaker => (model === undefined ? unknownSpeaker : latestSpeaker.of(model));

/** The lines of one response follow each other. */
const latestCall = new Latest((id) => `claude-code:${id}` as CallKey);

function emitAdvisorCalls(context: LineContext, call: CallKey, usage: unknown, field: string): void {
  for (const [index, advisor] of readAdvisorCalls(usage, field, context.complain).entries()) {
    const name = `${call}/advisor-${index}`;
    context.emit(
      makeResponse({
        ...headOf(context, 'root'),
        ...speakerOf(advisor.model),
        key: name as EntryKey,
        chain: `${context.chain}/advisor` as ChainId,
        call: name as CallKey,
        origin: context.origin,
        usage: advisor.usage,
        segments: [],
      }),
    );
  }
}

/** A line of type `assistant`: one or more blocks of a response, with the usage known when it was written. */
export function readAssistantLine(context: LineContext): void {
  const { line, key, path, origin, state, complain, emit } = context;
  const message = requiredObject(fieldOf(line.raw, 'message'), `${path}message`, complain);
  if (message === undefined) {
    passOver(context);
    return;
  }
  const content = fieldOf(message, 'content');
  const model = textField(fieldOf(message, 'model'), `${path}message.model`, complain);
  const isApiError = fieldOf(line.raw, 'isApiErrorMessage') === true;
  if (isApiError || model === syntheticModel) {
    const parent = linkedParent(context, () => state.links.parentOf(line.parentUuid));
    emit(makeFailure({ ...headOf(context, parent), reason: failureReason(content, isApiError) }));
    return;
  }

  const id = textField(fieldOf(message, 'id'), `${path}message.id`, complain);
  const call = id === undefined ? (key as string as CallKey) : latestCall.of(id);
  const list = new SegmentList(key);
  const visibleCharacters = addOutput(list, content, `${path}message.content`, {
    complain,
    toolCalled: (toolCall: ToolCallId, tool, input) => state.openCalls.set(toolCall, openCall(tool, input)),
  });
  const rawUsage = fieldOf(message, 'usage');
  const usage = readUsage(rawUsage, `${path}message.usage`, complain);
  const fields = typeof rawUsage === 'object' && rawUsage !== null ? (rawUsage as JsonObject) : undefined;
  const stopReason = textField(fieldOf(message, 'stop_reason'), `${path}message.stop_reason`, complain);
  const serviceTier = textField(fieldOf(fields, 'service_tier'), `${path}message.usage.service_tier`, complain);
  const statedUsd = amountField(fieldOf(line.raw, 'costUSD'), 'costUSD', complain);
  const speaker = speakerOf(model);
  if (model !== undefined) state.model = model;
  emit(
    makeResponse({
      key,
      source: 'claude-code',
      session: context.session,
      chain: context.chain,
      parent: linkedParent(context, (uuid) => state.links.joinResponse(uuid, key, line.parentUuid, call)),
      time: line.time,
      location: context.location,
      segments: list.segments,
      call,
      origin,
      model: speaker.model,
      provider: speaker.provider,
      usage,
      stopReason,
      serviceTier,
      speed: fieldOf(fields, 'speed') === 'fast' ? 'fast' : undefined,
      statedUsd: statedUsd as Usd | undefined,
      visibleCharacters,
    }),
  );
  if (fieldOf(fields, 'iterations') !== undefined) emitAdvisorCalls(context, call, rawUsage, `${path}message.usage`);
}
