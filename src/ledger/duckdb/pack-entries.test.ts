import { expect, test } from 'vitest';
import type { Bytes, Timestamp, Tokens, Usd } from '../../base/units.ts';
import type { CallKey, ChainId, Entry, EntryKey, SessionId } from '../../call/entry.ts';
import type { Segment, SegmentId, ToolCallId } from '../../call/segment.ts';
import { hashOfKey } from '../key-hash.ts';
import { packEntries } from './pack-entries.ts';
import type { HeldEntry } from './held-entry.ts';
import { unpackEntries } from './unpack-entries.ts';

const session = 'pi:s1' as SessionId;

const head = (key: string, line: number) => ({
  key: key as EntryKey,
  source: 'pi' as const,
  session,
  chain: (line % 2 === 0 ? 'main' : 'agent') as ChainId,
  parent: 'previous' as const,
  location: { file: `/logs/${line % 2}.jsonl`, offset: (line * 100) as Bytes, length: 99 as Bytes, line },
});

const text = { hash: '00ff00ff00ff00ff' as never, characters: 12, classes: Array.from({ length: 14 }, (_, index) => index) };

const segments = (key: string): readonly Segment[] => [
  { id: `${key}#0` as SegmentId, kind: 'user', part: '' },
  {
    id: 'its own id' as SegmentId,
    kind: 'tool-result',
    label: 'a "name"\u0000\n',
    part: 'message.content.1',
    text: { ...text, lineHashes: Uint32Array.of(0, 1, 0xffffffff) },
    tool: {
      call: 't1' as ToolCallId,
      name: 'Read',
      server: 'mcp',
      target: '/größe/\u{1f600}.ts',
      action: 'read',
      range: '1-2',
      isError: false,
    },
    hiddenCharacters: 0,
    statedTokens: 7 as Tokens,
    image: { width: 3, height: 4 },
  },
  { id: `${key}#2` as SegmentId, kind: 'tool-call', part: 'x', text, tool: {} },
  { id: `${key}#3` as SegmentId, kind: 'answer', part: 'y', text, tool: { isError: true } },
];

const entries: readonly Entry[] = [
  { ...head('k0', 1), type: 'session', directory: '/home', gitBranch: '', agentType: 'Explore', spawnedBy: 't1' as ToolCallId },
  { ...head('k1', 2), type: 'input', parent: 'root', time: 0 as Timestamp, startsTurn: true, segments: segments('k1') },
  { ...head('k2', 3), type: 'input', parent: 'k1' as EntryKey, startsTurn: false, segments: [] },
  {
    ...head('k3', 4),
    type: 'response',
    parent: 'elsewhere' as EntryKey,
    time: 1_760_000_000_000 as Timestamp,
    call: 'c1' as CallKey,
    origin: 'sidechain',
    model: '',
    provider: 'anthropic',
    usage: { inputUncached: 0 as Tokens, cacheRead: 5 as Tokens, output: 1 as Tokens, reasoning: 1 as Tokens },
    stopReason: 'end_turn',
    serviceTier: 'flex',
    speed: 'fast',
    statedUsd: 0.1 as Usd,
    visibleCharacters: 0,
    segments: segments('k3'),
  },
  { ...head('k4', 5), type: 'response', call: 'c1' as CallKey, origin: 'progress', usage: {}, segments: [] },
  { ...head('k5', 6), type: 'failure', reason: 'aborted', retryAttempt: 2 },
  {
    ...head('k6', 7),
    type: 'compaction',
    scope: 'all',
    cleared: ['t1' as ToolCallId],
    keptFrom: 'k2' as EntryKey,
    segments: segments('k6'),
  },
  { ...head('k7', 8), type: 'stated-total', model: 'm', usage: { output: 3 as Tokens } },
];

const held = (entry: Entry, index: number): HeldEntry => ({
  number: 10 + index * 3,
  entry,
  chain: entry.chain === 'main' ? 1 : 2,
  file: entry.location.line % 2,
  key: hashOfKey(entry.key),
  isForeign: entry.parent === 'elsewhere',
});

const around = {
  source: 'pi' as const,
  session,
  chainName: (number: number) => (number === 1 ? 'main' : 'agent'),
  filePath: (number: number) => `/logs/${number}.jsonl`,
};

test('entries of every type come out of a pack as they went in', () => {
  const packed = entries.map(held);
  expect(unpackEntries(packEntries('pi', packed), around)).toEqual(packed);
});

test('what no entry of a pack has is not in it, and what is unknown comes back as unknown', () => {
  const [only] = unpackEntries(packEntries('pi', [held(entries[2] as Entry, 0)]), around);
  expect(only?.entry).toEqual(entries[2]);
  expect(only?.entry.time).toBeUndefined();
});

test('texts with other counts than today’s keep theirs', () => {
  const older = [{ id: 'k#0' as SegmentId, kind: 'user' as const, part: '', text: { ...text, classes: [9, 8] } }];
  const packed = [held({ ...head('k', 2), type: 'input', startsTurn: false, segments: [...older, ...segments('k').slice(1)] }, 0)];
  expect(unpackEntries(packEntries('pi', packed), around)).toEqual(packed);
});
