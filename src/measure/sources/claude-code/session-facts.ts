import type { ChainId, EntryKey, SessionId } from '../../../call/entry.ts';
import { makeSession } from '../../../call/make-entry.ts';
import type { ToolCallId } from '../../../call/segment.ts';
import { fieldOf, isObject, textField } from './json-fields.ts';
import { headOf, type LineContext } from './line-context.ts';
import { sessionIdOf } from './transcript-line.ts';

const factKey = (session: SessionId, chain: string, fact: string): EntryKey => `${session}/${chain}/${fact}` as EntryKey;

/** Session that a line was copied from, by `/branch` or `--fork-session`. */
function forkedFrom(value: unknown): SessionId | undefined {
  const id = isObject(value) ? fieldOf(value, 'sessionId') : undefined;
  return typeof id === 'string' && id !== '' ? sessionIdOf(id) : undefined;
}

/** Tells once per session and chain where it ran; lines without a folder tell nothing. */
export function describeSession(context: LineContext, agentType: () => string | undefined): void {
  const { line, session, chain, state, complain, emit } = context;
  const directory = textField(fieldOf(line.raw, 'cwd'), 'cwd', complain);
  if (directory === undefined || !state.describesChain(session, chain)) return;
  const gitBranch = textField(fieldOf(line.raw, 'gitBranch'), 'gitBranch', complain);
  const agentVersion = textField(fieldOf(line.raw, 'version') ?? fieldOf(line.raw, 'claude_code_version'), 'version', complain);
  const parentSession = forkedFrom(fieldOf(line.raw, 'forkedFrom'));
  emit(
    makeSession({
      ...headOf(context, 'root'),
      key: factKey(session, chain, 'session'),
      directory,
      gitBranch,
      agentVersion,
      agentType: agentType(),
      parentSession: parentSession === session ? undefined : parentSession,
    }),
  );
}

/** Tells once which tool call started a sub-agent. */
export function describeSpawn(context: LineContext, agent: string, call: ToolCallId, agentType: string | undefined): void {
  const { session, state, emit } = context;
  if (!state.describes(`${session}/${agent}/spawn`)) return;
  const key = factKey(session, agent, 'spawn');
  emit(makeSession({ ...headOf(context, 'root'), key, chain: agent as ChainId, spawnedBy: call, agentType }));
}
