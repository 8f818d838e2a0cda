import { mainChain, type CompactionEntry, type EntryKey, type FailureEntry, type InputEntry } from '../../../call/entry.ts';
import type { ToolCallId } from '../../../call/segment.ts';
import type { JsonNode, JsonTape } from '../json/json-tape.ts';
import { keyOf } from './context-links.ts';
import { commandOpensTurn, injectedLabel } from './injected-text.ts';
import { addInput, type InputReading } from './input-segments.ts';
import { headOf, linkedParent, passOver, type LineContext, type Parent } from './line-context.ts';
import { named } from './line-names.ts';
import { requiredObjectNode } from './node-fields.ts';
import { SegmentList } from './segment-list.ts';
import { describeSpawn } from './session-facts.ts';
import { spawnedAgent } from './spawned-agent.ts';
import type { TranscriptLine } from './transcript-line.ts';
import type { Writable } from '../common/writable.ts';

function wholeOf({ line, tape }: LineContext, content: JsonNode): InputReading['whole'] {
  if (isCompactSummary(line, tape)) return { kind: 'summary', label: 'compaction summary' };
  if (!line.isMeta) return undefined;
  return { kind: 'system', label: injectedLabel(firstText(tape, content), tape.isText(tape.member(line.node, named.sourceToolUseID))) };
}

const isCompactSummary = (line: TranscriptLine, tape: JsonTape): boolean => tape.isTrue(tape.member(line.node, named.isCompactSummary));

/** Text that a message begins with; undefined where it begins with something else. */
function firstText(tape: JsonTape, content: JsonNode): string | undefined {
  const first = tape.isList(content) ? tape.first(content) : content;
  const stated = tape.isObject(first) ? tape.member(first, named.text) : first;
  return tape.isText(stated) ? tape.text(stated) : undefined;
}

/** A summary that no boundary line announced is itself the compaction. */
function isUnannouncedSummary({ line, state, tape }: LineContext, parent: Parent): boolean {
  if (parent === 'root' || !isCompactSummary(line, tape)) return false;
  return state.boundary === undefined || parent !== keyOf(state.boundary);
}

function emitInterruption(context: LineContext): void {
  const entry: FailureEntry = {
    ...headOf(context, context.key),
    key: `${context.key}/aborted` as EntryKey,
    type: 'failure',
    reason: 'aborted',
  };
  context.emit(entry);
}

/** A line of type `user`: a person's words, results of tools, what Claude Code injects in the user's name, a summary. */
export function readUserLine(context: LineContext): void {
  const { line, key, path, state, tape, complain, emit } = context;
  const message = requiredObjectNode(tape, tape.member(line.node, named.message), `${path}message`, complain);
  if (!tape.isThere(message)) {
    passOver(context);
    return;
  }
  const content = tape.member(message, named.content);
  const list = new SegmentList(key);
  const facts = addInput(list, tape, content, `${path}message.content`, {
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
  const command = tape.isText(content) ? commandOpensTurn(tape.text(content)) : undefined;
  const written = !line.isMeta && !facts.toolResults && context.chain === mainChain && context.origin === 'transcript';
  const startsTurn = written && !isCompactSummary(line, tape) && (command ?? facts.personal);
  const parent = linkedParent(context, (uuid) =>
    facts.toolResults || line.isMeta ? state.links.joinExchange(uuid, line.parentUuid) : state.links.parentOf(line.parentUuid),
  );
  if (isUnannouncedSummary(context, parent)) {
    const compaction: CompactionEntry = { ...headOf(context, parent), type: 'compaction', scope: 'all', segments: list.segments };
    emit(compaction);
    return;
  }
  const entry: Writable<InputEntry> = {
    key,
    source: 'claude-code',
    session: context.session,
    chain: context.chain,
    parent,
    location: context.location,
    type: 'input',
    segments: list.segments,
    startsTurn,
  };
  if (line.time !== undefined) entry.time = line.time;
  emit(entry);
  if (facts.interrupted) emitInterruption(context);
}
