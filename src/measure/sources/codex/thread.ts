import { mainChain, type ChainId, type SessionId } from '../../../call/entry.ts';
import { isRecord, type Fields } from '../common/fields.ts';

/** One thread of Codex: a rollout file has one of its own, and may hold the history of others. */
export interface Thread {
  readonly id: string;
  readonly session: SessionId;
  readonly chain: ChainId;
  /** Milliseconds since 1970. */
  readonly created?: number;
  /** The thread whose history stands before this one's, or that started it. */
  readonly parent?: string;
  /** Started by another agent, with its own context. */
  readonly isSubagent: boolean;
  readonly agentType?: string;
}

const uuidVersion7 = /^([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Time that a version 7 UUID holds, in milliseconds since 1970. */
export function uuidTime(id: string): number | undefined {
  const match = uuidVersion7.exec(id);
  return match === null ? undefined : Number.parseInt(match[1]! + match[2]!, 16);
}

export const isUuid = (id: string): boolean => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id);

export const sessionOf = (id: string): SessionId => `codex:${id}` as SessionId;

/** What a `session_meta` line says of its thread. */
export function readThread(meta: Fields, lineTime: number | undefined): Thread {
  const id = meta.name('id') ?? meta.requiredName('session_id');
  const source = meta.record['source'];
  const subagent = isRecord(source) ? source['subagent'] : undefined;
  const spawn = isRecord(subagent) && isRecord(subagent['thread_spawn']) ? subagent['thread_spawn'] : undefined;
  const isSubagent = subagent !== undefined || meta.text('thread_source') === 'subagent';
  const spawnParent = typeof spawn?.['parent_thread_id'] === 'string' ? spawn['parent_thread_id'] : undefined;
  const parent = meta.name('forked_from_id') ?? meta.name('parent_thread_id') ?? spawnParent;
  const root = meta.name('session_id');
  const holder = isSubagent ? (root !== undefined && root !== id ? root : (spawnParent ?? parent)) : undefined;
  const role = spawn?.['agent_role'] ?? (typeof subagent === 'string' ? subagent : undefined);
  const created = meta.time('timestamp') ?? uuidTime(id) ?? lineTime;
  return {
    id,
    session: sessionOf(holder ?? id),
    chain: holder === undefined ? mainChain : (id as ChainId),
    isSubagent,
    ...(created === undefined ? {} : { created }),
    ...(parent === undefined || parent === id ? {} : { parent }),
    ...(typeof role === 'string' ? { agentType: role } : {}),
  };
}

/** A thread of which only the id is known. */
export const unknownThread = (id: string): Thread => ({ id, session: sessionOf(id), chain: mainChain, isSubagent: false });
