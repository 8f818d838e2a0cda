import { hashText } from '../../../base/content-hash.ts';
import type { Usd } from '../../../base/units.ts';
import type { CallKey, ChainId, EntryKey, FailureEntry, ResponseEntry } from '../../../call/entry.ts';
import type { ToolCallId } from '../../../call/segment.ts';
import { providerName } from '../common/provider-name.ts';
import { failureReason } from './failure-reason.ts';
import { amountField, requiredObject, textField, type JsonObject } from './json-fields.ts';
import { headOf, linkedParent, passOver, type LineContext } from './line-context.ts';
import { addOutput } from './output-segments.ts';
import { readAdvisorCalls, readUsage } from './read-usage.ts';
import type { OpenCall } from './reader-state.ts';
import { SegmentList } from './segment-list.ts';
import type { ToolIdentity } from './tool-use.ts';
import type { Writable } from '../common/writable.ts';

const syntheticModel = '<synthetic>';

function openCall(tool: ToolIdentity, input: JsonObject): OpenCall {
  const prompt = tool.action === 'spawn' ? input['prompt'] : undefined;
  return typeof prompt === 'string' ? { tool, promptHash: hashText(prompt) } : { tool };
}

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
  const { line, key, path, origin, state, complain, emit } = context;
  const message = requiredObject(line.raw['message'], `${path}message`, complain);
  if (message === undefined) {
    passOver(context);
    return;
  }
  const content = message['content'];
  const model = textField(message['model'], `${path}message.model`, complain);
  const isApiError = line.raw['isApiErrorMessage'] === true;
  if (isApiError || model === syntheticModel) {
    const parent = linkedParent(context, () => state.links.parentOf(line.parentUuid));
    const failure: FailureEntry = { ...headOf(context, parent), type: 'failure', reason: failureReason(content, isApiError) };
    emit(failure);
    return;
  }

  const id = textField(message['id'], `${path}message.id`, complain);
  const call = (id === undefined ? key : `claude-code:${id}`) as CallKey;
  const list = new SegmentList(key);
  const visibleCharacters = addOutput(list, content, `${path}message.content`, {
    complain,
    toolCalled: (toolCall: ToolCallId, tool, input) => state.openCalls.set(toolCall, openCall(tool, input)),
  });
  const rawUsage = message['usage'];
  const usage = readUsage(rawUsage, `${path}message.usage`, complain);
  const fields = typeof rawUsage === 'object' && rawUsage !== null ? (rawUsage as JsonObject) : undefined;
  const stopReason = textField(message['stop_reason'], `${path}message.stop_reason`, complain);
  const serviceTier = textField(fields?.['service_tier'], `${path}message.usage.service_tier`, complain);
  const statedUsd = amountField(line.raw['costUSD'], 'costUSD', complain);
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
