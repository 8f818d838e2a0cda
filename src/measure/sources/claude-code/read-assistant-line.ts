import { hashText } from '../../../base/content-hash.ts';
import type { Usd } from '../../../base/units.ts';
import type { CallKey, ChainId, EntryKey, FailureEntry, ResponseEntry } from '../../../call/entry.ts';
import type { ToolCallId } from '../../../call/segment.ts';
import { providerName } from '../common/provider-name.ts';
import { RepeatedText } from '../json/repeated-text.ts';
import { failureReason } from './failure-reason.ts';
import { amountField, textField, type JsonObject } from './json-fields.ts';
import { headOf, linkedParent, passOver, type LineContext } from './line-context.ts';
import { named } from './line-names.ts';
import { requiredObjectNode, textOfNode } from './node-fields.ts';
import { addOutput } from './output-segments.ts';
import { readAdvisorCalls, readUsage, usageOf } from './read-usage.ts';
import type { OpenCall } from './reader-state.ts';
import { SegmentList } from './segment-list.ts';
import type { ToolIdentity } from './tool-use.ts';
import type { Writable } from '../common/writable.ts';

const syntheticModel = '<synthetic>';

const openCall = (tool: ToolIdentity, prompt: string | undefined): OpenCall =>
  prompt === undefined ? { tool } : { tool, promptHash: hashText(prompt) };

const models = new RepeatedText();
const messageIds = new RepeatedText();
const stopReasons = new RepeatedText();
const providers = new Map<string, string | undefined>();

/** Of whoever made the model: Claude Code does not say through whom it was served. */
function providerOf(model: string): string | undefined {
  if (!providers.has(model)) providers.set(model, providerName(undefined, model));
  return providers.get(model);
}

function emitAdvisorCalls(context: LineContext, call: CallKey, usage: unknown, field: string): void {
  for (const [index, advisor] of readAdvisorCalls(usage, field, context.complain).entries()) {
    const provider = advisor.model === undefined ? undefined : providerOf(advisor.model);
    const entry: ResponseEntry = {
      ...headOf(context, 'root'),
      key: `${call}/advisor-${index}` as EntryKey,
      chain: `${context.chain}/advisor` as ChainId,
      type: 'response',
      call: `${call}/advisor-${index}` as CallKey,
      origin: context.origin,
      usage: advisor.usage,
      segments: [],
      ...(advisor.model === undefined ? {} : { model: advisor.model }),
      ...(provider === undefined ? {} : { provider }),
    };
    context.emit(entry);
  }
}

/** A line of type `assistant`: one or more blocks of a response, with the usage known when it was written. */
export function readAssistantLine(context: LineContext): void {
  const { line, key, path, origin, state, tape, complain, emit } = context;
  const message = requiredObjectNode(tape, tape.member(line.node, named.message), `${path}message`, complain);
  if (!tape.isThere(message)) {
    passOver(context);
    return;
  }
  const content = tape.member(message, named.content);
  const model = textOfNode(tape, tape.member(message, named.model), `${path}message.model`, complain, models);
  const isApiError = tape.isTrue(tape.member(line.node, named.isApiErrorMessage));
  if (isApiError || model === syntheticModel) {
    const parent = linkedParent(context, () => state.links.parentOf(line.parentUuid));
    const failure: FailureEntry = { ...headOf(context, parent), type: 'failure', reason: failureReason(tape.value(content), isApiError) };
    emit(failure);
    return;
  }

  const id = textOfNode(tape, tape.member(message, named.id), `${path}message.id`, complain, messageIds);
  const call = (id === undefined ? key : `claude-code:${id}`) as CallKey;
  const list = new SegmentList(key);
  const visibleCharacters = addOutput(list, tape, content, `${path}message.content`, {
    complain,
    toolCalled: (toolCall: ToolCallId, tool, prompt) => state.openCalls.set(toolCall, openCall(tool, prompt)),
  });
  const rawUsage = usageOf(tape, tape.member(message, named.usage));
  const usage = readUsage(rawUsage, `${path}message.usage`, complain);
  const fields = typeof rawUsage === 'object' && rawUsage !== null ? (rawUsage as JsonObject) : undefined;
  const stopReason = textOfNode(tape, tape.member(message, named.stop_reason), `${path}message.stop_reason`, complain, stopReasons);
  const serviceTier = textField(fields?.['service_tier'], `${path}message.usage.service_tier`, complain);
  const statedUsd = amountField(tape.value(tape.member(line.node, named.costUSD)), 'costUSD', complain);
  const provider = model === undefined ? undefined : providerOf(model);
  const parent = linkedParent(context, (uuid) => state.links.joinResponse(uuid, line.parentUuid, call));
  const entry: Writable<ResponseEntry> = {
    key,
    source: 'claude-code',
    session: context.session,
    chain: context.chain,
    parent,
    location: context.location,
    type: 'response',
    call,
    origin,
    usage,
    visibleCharacters,
    segments: list.segments,
  };
  if (line.time !== undefined) entry.time = line.time;
  if (model !== undefined) entry.model = model;
  if (provider !== undefined) entry.provider = provider;
  if (stopReason !== undefined) entry.stopReason = stopReason;
  if (serviceTier !== undefined) entry.serviceTier = serviceTier;
  if (fields?.['speed'] === 'fast') entry.speed = 'fast';
  if (statedUsd !== undefined) entry.statedUsd = statedUsd as Usd;
  if (model !== undefined) state.model = model;
  emit(entry);
  if (fields?.['iterations'] !== undefined) emitAdvisorCalls(context, call, rawUsage, `${path}message.usage`);
}
