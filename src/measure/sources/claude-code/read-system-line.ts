import type { Tokens } from '../../../base/units.ts';
import { mainChain } from '../../../call/entry.ts';
import { makeCompaction, makeFailure, makeInput } from '../../../call/make-entry.ts';
import type { ToolCallId } from '../../../call/segment.ts';
import { addAttachment } from './attachment-segments.ts';
import { addText } from './block-segments.ts';
import { keyOf } from './context-links.ts';
import { countField, isObject, objectField, requiredObject, textField } from './json-fields.ts';
import { headOf, linkedParent, passOver, type LineContext } from './line-context.ts';
import { SegmentList } from './segment-list.ts';

const triggerOf = (value: unknown): 'auto' | 'manual' | undefined => (value === 'auto' || value === 'manual' ? value : undefined);

/** The whole context gives way to a summary, which stands in the next user line. */
function readCompaction(context: LineContext): void {
  const { line, state, complain, emit } = context;
  const metadata = objectField(line.raw['compactMetadata'], 'compactMetadata', complain);
  const trigger = triggerOf(metadata?.['trigger']);
  const tokensBefore = countField(metadata?.['preTokens'], 'compactMetadata.preTokens', complain);
  const kept = objectField(metadata?.['preservedSegment'], 'compactMetadata.preservedSegment', complain);
  const keptFrom = textField(kept?.['headUuid'], 'compactMetadata.preservedSegment.headUuid', complain);
  const before = textField(line.raw['logicalParentUuid'], 'logicalParentUuid', complain) ?? line.parentUuid;
  const parent = linkedParent(context, () => state.links.parentOf(before));
  state.boundary = line.uuid;
  emit(
    makeCompaction({
      ...headOf(context, parent),
      scope: 'all',
      segments: [],
      trigger,
      tokensBefore: tokensBefore as Tokens | undefined,
      keptFrom: keptFrom === undefined ? undefined : keyOf(keptFrom),
    }),
  );
}

/** Old tool results are cleared from the context. */
function readMicrocompaction(context: LineContext): void {
  const { line, state, complain, emit } = context;
  const field = 'microcompactMetadata';
  const metadata = objectField(line.raw[field], field, complain);
  const trigger = triggerOf(metadata?.['trigger']);
  const tokensBefore = countField(metadata?.['preTokens'], `${field}.preTokens`, complain);
  const tokensSaved = countField(metadata?.['tokensSaved'], `${field}.tokensSaved`, complain);
  const ids: unknown = metadata?.['compactedToolIds'];
  if (metadata !== undefined && !Array.isArray(ids)) complain(`${field}.compactedToolIds`);
  const cleared = (Array.isArray(ids) ? (ids as unknown[]) : []).filter((id) => typeof id === 'string') as readonly string[];
  const parent = linkedParent(context, () => state.links.parentOf(line.parentUuid));
  emit(
    makeCompaction({
      ...headOf(context, parent),
      scope: 'tool-results',
      segments: [],
      trigger,
      cleared: cleared as readonly ToolCallId[],
      tokensBefore: tokensBefore as Tokens | undefined,
      tokensSaved: tokensSaved as Tokens | undefined,
    }),
  );
}

function readApiError(context: LineContext): void {
  const { line, state, complain, emit } = context;
  const retryAttempt = countField(line.raw['retryAttempt'], 'retryAttempt', complain);
  const error = line.raw['error'];
  const status = isObject(error) ? error['status'] : undefined;
  const parent = linkedParent(context, () => state.links.parentOf(line.parentUuid));
  emit(makeFailure({ ...headOf(context, parent), reason: status === 429 ? 'rate-limit' : 'api-error', retryAttempt }));
}

function emitInput(context: LineContext, list: SegmentList, startsTurn: boolean): void {
  const { line, key, state, emit } = context;
  const parent = linkedParent(context, (uuid) =>
    startsTurn ? state.links.parentOf(line.parentUuid) : state.links.joinExchange(uuid, key, line.parentUuid),
  );
  emit(makeInput({ ...headOf(context, parent), segments: list.segments, startsTurn }));
}

/** What a local command printed: sent with the next message. */
function readLocalCommand(context: LineContext): void {
  const list = new SegmentList(context.key);
  const content = textField(context.line.raw['content'], 'content', context.complain);
  if (content !== undefined) addText(list, content, 'content', 'system', 'local command output');
  if (list.segments.length === 0) passOver(context);
  else emitInput(context, list, false);
}

/** A line of type `system`; most of them are for the person only. */
export function readSystemLine(context: LineContext): void {
  const subtype = textField(context.line.raw['subtype'], 'subtype', context.complain);
  if (subtype === 'compact_boundary') readCompaction(context);
  else if (subtype === 'microcompact_boundary') readMicrocompaction(context);
  else if (subtype === 'api_error') readApiError(context);
  else if (subtype === 'local_command') readLocalCommand(context);
  else passOver(context);
}

/** A line of type `attachment`: a part of the prompt that Claude Code injected, with its text. */
export function readAttachmentLine(context: LineContext): void {
  const list = new SegmentList(context.key);
  const attachment = requiredObject(context.line.raw['attachment'], 'attachment', context.complain);
  const personal = attachment !== undefined && addAttachment(list, attachment, context.complain).personal;
  if (list.segments.length === 0) passOver(context);
  else emitInput(context, list, personal && context.chain === mainChain);
}
