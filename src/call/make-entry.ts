import { assertNever } from '../base/assert.ts';
import type { CompactionEntry, Entry, FailureEntry, InputEntry, ResponseEntry, SessionEntry, StatedTotalEntry } from './entry.ts';

/*
 * Entries of one type are made in one place, with every field in one order and `undefined` for what is unknown: see
 * `makeSegment`.
 */

type FieldsOf<Of extends Entry> = Omit<Of, 'type'>;

export const makeSession = (fields: FieldsOf<SessionEntry>): SessionEntry => ({
  type: 'session',
  key: fields.key,
  source: fields.source,
  session: fields.session,
  chain: fields.chain,
  parent: fields.parent,
  time: fields.time,
  location: fields.location,
  directory: fields.directory,
  gitBranch: fields.gitBranch,
  agentVersion: fields.agentVersion,
  agentType: fields.agentType,
  spawnedBy: fields.spawnedBy,
  parentSession: fields.parentSession,
  experiment: fields.experiment,
});

export const makeInput = (fields: FieldsOf<InputEntry>): InputEntry => ({
  type: 'input',
  key: fields.key,
  source: fields.source,
  session: fields.session,
  chain: fields.chain,
  parent: fields.parent,
  time: fields.time,
  location: fields.location,
  segments: fields.segments,
  startsTurn: fields.startsTurn,
});

export const makeResponse = (fields: FieldsOf<ResponseEntry>): ResponseEntry => ({
  type: 'response',
  key: fields.key,
  source: fields.source,
  session: fields.session,
  chain: fields.chain,
  parent: fields.parent,
  time: fields.time,
  location: fields.location,
  segments: fields.segments,
  call: fields.call,
  origin: fields.origin,
  model: fields.model,
  provider: fields.provider,
  usage: fields.usage,
  stopReason: fields.stopReason,
  serviceTier: fields.serviceTier,
  speed: fields.speed,
  statedUsd: fields.statedUsd,
  visibleCharacters: fields.visibleCharacters,
});

export const makeCompaction = (fields: FieldsOf<CompactionEntry>): CompactionEntry => ({
  type: 'compaction',
  key: fields.key,
  source: fields.source,
  session: fields.session,
  chain: fields.chain,
  parent: fields.parent,
  time: fields.time,
  location: fields.location,
  segments: fields.segments,
  scope: fields.scope,
  trigger: fields.trigger,
  cleared: fields.cleared,
  tokensBefore: fields.tokensBefore,
  tokensSaved: fields.tokensSaved,
  keptFrom: fields.keptFrom,
});

export const makeFailure = (fields: FieldsOf<FailureEntry>): FailureEntry => ({
  type: 'failure',
  key: fields.key,
  source: fields.source,
  session: fields.session,
  chain: fields.chain,
  parent: fields.parent,
  time: fields.time,
  location: fields.location,
  reason: fields.reason,
  retryAttempt: fields.retryAttempt,
});

export const makeStatedTotal = (fields: FieldsOf<StatedTotalEntry>): StatedTotalEntry => ({
  type: 'stated-total',
  key: fields.key,
  source: fields.source,
  session: fields.session,
  chain: fields.chain,
  parent: fields.parent,
  time: fields.time,
  location: fields.location,
  model: fields.model,
  usage: fields.usage,
  statedUsd: fields.statedUsd,
});

/** An entry from fields that were put together elsewhere, such as in a ledger. */
export function makeEntry(fields: Entry): Entry {
  switch (fields.type) {
    case 'session':
      return makeSession(fields);
    case 'input':
      return makeInput(fields);
    case 'response':
      return makeResponse(fields);
    case 'compaction':
      return makeCompaction(fields);
    case 'failure':
      return makeFailure(fields);
    case 'stated-total':
      return makeStatedTotal(fields);
    default:
      return assertNever(fields);
  }
}
