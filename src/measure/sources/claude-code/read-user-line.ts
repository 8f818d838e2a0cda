import { mainChain, type EntryKey } from '../../../call/entry.ts';
import { makeCompaction, makeFailure, makeInput } from '../../../call/make-entry.ts';
import type { ToolCallId } from '../../../call/segment.ts';
import { keyOf } from './context-links.ts';
import { commandOpensTurn, injectedLabel } from './injected-text.ts';
import { addInput, type InputReading } from './input-segments.ts';
import { fieldOf, requiredObject } from './json-fields.ts';
import { headOf, linkedParent, passOver, type LineContext, type Parent } from './line-context.ts';
import { SegmentList } from './segment-list.ts';
import { describeSpawn } from './session-facts.ts';
import { spawnedAgent } from './spawned-agent.ts';

function wholeOf(context: LineContext, content: unknown): InputReading['whole'] {
  const { raw, isMeta } = context.line;
  if (fieldOf(raw, 'isCompactSummary') === true) return { kind: 'summary', label: 'compaction summary' };
  if (isMeta) return { kind: 'system', label: injectedLabel(content, typeof fieldOf(raw, 'sourceToolUseID') === 'string') };
  return undefined;
}

/** A summary that no boundary line announced is itself the compaction. */
function isUnannouncedSummary(context: LineContext, parent: Parent): boolean {
  const { line, state } = context;
  if (fieldOf(line.raw, 'isCompactSummary') !== true || parent === 'root') return false;
  return state.boundary === undefined || parent !== keyOf(state.boundary);
}

function emitInterruption(context: LineContext): void {
  const key = `${context.key}/aborted` as EntryKey;
  context.emit(makeFailure({ ...headOf(context, context.key), key, reason: 'aborted' }));
}

/** A line of type `user`: a person's words, results of tools, what Claude Code injects in the user's name, a summary. */
export function readUserLine(context: LineContext): void {
  const { line, key, path, state, complain, emit } = context;
  const message = requiredObject(fieldOf(line.raw, 'message'), `${path}message`, complain);
  if (message === undefined) {
    passOver(context);
    return;
  }
  const content = fieldOf(message, 'content');
  const list = new SegmentList(key);
  const facts = addInput(list, content, `${path}message.content`, {
    whole: wholeOf(context, content),
    complain,
    toolOf: (call: ToolCallId) => {
      const tool = state.openCalls.take(call)?.tool;
      if (tool?.action === 'spawn') {
        const agent = spawnedAgent(context);
        if (agent !== undefined) describeSpawn(context, agent, call, tool.target);
      }
      return tool;
    },
  });
  if (list.segments.length === 0) {
    passOver(context);
    return;
  }
  const command = commandOpensTurn(content);
  const written = !line.isMeta && !facts.toolResults && context.chain === mainChain && context.origin === 'transcript';
  const startsTurn = written && fieldOf(line.raw, 'isCompactSummary') !== true && (command ?? facts.personal);
  const parent = linkedParent(context, (uuid) =>
    facts.toolResults || line.isMeta ? state.links.joinExchange(uuid, key, line.parentUuid) : state.links.parentOf(line.parentUuid),
  );
  if (isUnannouncedSummary(context, parent)) {
    emit(makeCompaction({ ...headOf(context, parent), scope: 'all', segments: list.segments }));
    return;
  }
  emit(
    makeInput({
      key,
      source: 'claude-code',
      session: context.session,
      chain: context.chain,
      parent,
      time: line.time,
      location: context.location,
      segments: list.segments,
      startsTurn,
    }),
  );
  if (facts.interrupted) emitInterruption(context);
}
