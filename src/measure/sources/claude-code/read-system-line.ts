import type { Tokens } from '../../../base/units.ts';
import type { CompactionEntry, FailureEntry, InputEntry } from '../../../call/entry.ts';
import { mainChain } from '../../../call/entry.ts';
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
  const entry: CompactionEntry = {
    ...headOf(
      context,
      linkedParent(context, () => state.links.parentOf(before)),
    ),
    type: 'compaction',
    scope: 'all',
    segments: [],
    ...(trigger === undefined ? {} : { trigger }),
    ...(tokensBefore === undefined ? {} : { tokensBefore: tokensBefore as Tokens }),
    ...(keptFrom === undefined ? {} : { keptFrom: keyOf(keptFrom) }),
  };
  state.boundary = line.uuid;
  emit(entry);
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
  const entry: CompactionEntry = {
    ...headOf(
      context,
      linkedParent(context, () => state.links.parentOf(line.parentUuid)),
    ),
    type: 'compaction',
    scope: 'tool-results',
    cleared: cleared as readonly ToolCallId[],
    segments: [],
    ...(trigger === undefined ? {} : { trigger }),
    ...(tokensBefore === undefined ? {} : { tokensBefore: tokensBefore as Tokens }),
    ...(tokensSaved === undefined ? {} : { tokensSaved: tokensSaved as Tokens }),
  };
  emit(entry);
}

function readApiError(context: LineContext): void {
  const { line, state, complain, emit } = context;
  const retryAttempt = countField(line.raw['retryAttempt'], 'retryAttempt', complain);
  const error = line.raw['error'];
  const status = isObject(error) ? error['status'] : undefined;
  const entry: FailureEntry = {
    ...headOf(
      context,
      linkedParent(context, () => state.links.parentOf(line.parentUuid)),
    ),
    type: 'failure',
    reason: status === 429 ? 'rate-limit' : 'api-error',
    ...(retryAttempt === undefined ? {} : { retryAttempt }),
  };
  emit(entry);
}

function emitInput(context: LineContext, list: SegmentList, startsTurn: boolean): void {
  const { line, state, emit } = context;
  const parent = linkedParent(context, (uuid) =>
    startsTurn ? state.links.parentOf(line.parentUuid) : state.links.joinExchange(uuid, line.parentUuid),
  );
  const entry: InputEntry = { ...headOf(context, parent), type: 'input', segments: list.segments, startsTurn };
  emit(entry);
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
