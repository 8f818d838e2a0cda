import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** One made-up OpenCode session with a child, told in each of the three shapes in which OpenCode stores it. */
interface MadeMessage {
  readonly id: string;
  readonly info: Record<string, unknown>;
  readonly parts: readonly Record<string, unknown>[];
}

const start = Date.parse('2026-05-04T09:00:00Z');

export const madeSession = { id: 'ses_made01', projectID: 'prj_made', directory: '/home/ann/kettle', title: 'made', version: '1.2.3' };

const assistant = (id: string, at: number, tokens: object, parts: MadeMessage['parts'], more: object = {}): MadeMessage => ({
  id,
  info: {
    role: 'assistant',
    modelID: 'claude-sonnet-4-5',
    providerID: 'anthropic',
    cost: 0.01,
    tokens,
    time: { created: start + at, completed: start + at + 4_000 },
    ...more,
  },
  parts,
});

const madeMessages: readonly MadeMessage[] = [
  {
    id: 'msg_made01',
    info: { role: 'user', time: { created: start } },
    parts: [{ type: 'text', text: 'Why does the kettle boil twice?' }],
  },
  assistant('msg_made02', 1_000, { input: 1_200, output: 90, reasoning: 30, cache: { read: 0, write: 8_000 } }, [
    { type: 'step-start' },
    { type: 'reasoning', text: 'The relay may be read before it settles.' },
    { type: 'text', text: 'I look at the relay first.' },
    {
      type: 'tool',
      callID: 'call_made01',
      tool: 'read',
      state: {
        status: 'completed',
        input: { filePath: '/home/ann/kettle/relay.ts', offset: 1, limit: 40 },
        output: 'export const relay = 1;\n',
      },
    },
    { type: 'step-finish', tokens: { input: 1_200, output: 90, reasoning: 30, cache: { read: 0, write: 8_000 } }, cost: 0.01 },
  ]),
  assistant(
    'msg_made03',
    9_000,
    { total: 9_540, input: 40, output: 200, reasoning: 0, cache: { read: 9_200, write: 100 } },
    [{ type: 'text', text: 'The relay is read twice; wait for it to settle.' }],
    { finish: 'stop' },
  ),
  assistant('msg_made04', 20_000, { input: 0, output: 0, reasoning: 0, cache: { read: 0, write: 0 } }, [], {
    error: { name: 'MessageAbortedError', data: { message: 'aborted' } },
    cost: 0,
  }),
];

const withIds = (session: string, { id, info }: MadeMessage) => ({ id, sessionID: session, ...info });

const partsWithIds = (session: string, message: MadeMessage) =>
  message.parts.map((part, index) => ({ id: `prt_${message.id}_${index}`, sessionID: session, messageID: message.id, ...part }));

export function writeExport(path: string, session: string = madeSession.id, prefix = ''): void {
  const messages = madeMessages.map((each) => {
    const renamed = { ...each, id: prefix + each.id };
    return { info: withIds(session, renamed), parts: partsWithIds(session, renamed) };
  });
  writeFileSync(path, JSON.stringify({ info: { ...madeSession, id: session, time: { created: start } }, messages }, undefined, 2));
}

export function writeStorage(folder: string): void {
  const storage = join(folder, 'storage');
  const sessions = join(storage, 'session', madeSession.projectID);
  mkdirSync(sessions, { recursive: true });
  writeFileSync(join(sessions, `${madeSession.id}.json`), JSON.stringify({ ...madeSession, time: { created: start } }));
  const messages = join(storage, 'message', madeSession.id);
  mkdirSync(messages, { recursive: true });
  for (const message of madeMessages) {
    writeFileSync(join(messages, `${message.id}.json`), JSON.stringify(withIds(madeSession.id, message)));
    const parts = join(storage, 'part', message.id);
    mkdirSync(parts, { recursive: true });
    for (const part of partsWithIds(madeSession.id, message)) writeFileSync(join(parts, `${part.id}.json`), JSON.stringify(part));
  }
}

/** A database as OpenCode keeps it; `keepOpen` leaves everything in the write-ahead log until the handle is closed. */
export function writeDatabase(path: string, keepOpen: boolean): { close(): void } {
  const { Database } = createRequire(import.meta.url)('node-sqlite3-wasm') as typeof import('node-sqlite3-wasm');
  const database = new Database(path);
  if (keepOpen) database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0;');
  database.exec(`
    CREATE TABLE session (id text PRIMARY KEY, project_id text, parent_id text, directory text, title text, version text,
      time_created integer, time_updated integer);
    CREATE TABLE message (id text PRIMARY KEY, session_id text, time_created integer, time_updated integer, data text);
    CREATE TABLE part (id text PRIMARY KEY, message_id text, session_id text, time_created integer, time_updated integer, data text);
  `);
  const { id, projectID, directory, title, version } = madeSession;
  database.run('INSERT INTO session VALUES (?, ?, NULL, ?, ?, ?, ?, ?)', [id, projectID, directory, title, version, start, start]);
  for (const message of madeMessages) {
    const created = (message.info['time'] as { created: number }).created;
    database.run('INSERT INTO message VALUES (?, ?, ?, ?, ?)', [message.id, id, created, created, JSON.stringify(message.info)]);
    for (const part of partsWithIds(id, message)) {
      const { id: partId, sessionID: _session, messageID: _message, ...data } = part;
      database.run('INSERT INTO part VALUES (?, ?, ?, ?, ?, ?)', [partId, message.id, id, created, created, JSON.stringify(data)]);
    }
  }
  if (!keepOpen) database.close();
  return { close: () => database.isOpen && database.close() };
}
