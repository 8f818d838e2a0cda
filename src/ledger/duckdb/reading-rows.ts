import type { ChainId } from '../../call/entry.ts';
import type { SkippedLine } from '../../call/skipped-line.ts';
import type { FileRecord, IgnoredFile } from '../file-record.ts';
import type { ColumnAppender } from './column-appender.ts';
import type { BookedSession } from './number-book.ts';
import type { ChainFacts, SessionFacts } from './session-facts.ts';
import type { chainColumns, fileColumns, ignoredFileColumns, sessionColumns, skippedColumns } from './table-columns.ts';

interface NewSession extends BookedSession {
  readonly batch: number;
  readonly group: number;
  readonly facts: SessionFacts;
}

export function appendNewSession(appender: ColumnAppender<typeof sessionColumns>, session: NewSession): void {
  const { facts } = session;
  const { columns } = appender;
  columns.number.push(session.number);
  columns.id.push(session.id);
  columns.source.push(session.source);
  columns.directory.push(facts.directory);
  columns.branch.push(facts.gitBranch);
  columns.agentVersion.push(facts.agentVersion);
  columns.parentSession.push(facts.parentSession);
  columns.experiment.push(facts.experiment);
  columns.start.push(facts.start);
  columns.end.push(facts.end);
  columns.group.push(session.group);
  columns.changed.push(session.batch);
  columns.weighed.push(undefined);
  columns.weighedVersion.push(undefined);
  columns.weighedGroup.push(undefined);
  appender.endRow();
}

interface NewChain {
  readonly number: number;
  readonly session: number;
  readonly chain: ChainId;
}

export function appendNewChain(
  appender: ColumnAppender<typeof chainColumns>,
  { number, session, chain }: NewChain,
  facts: ChainFacts = {},
): void {
  const { columns } = appender;
  columns.number.push(number);
  columns.session.push(session);
  columns.chain.push(chain);
  columns.agentType.push(facts.agentType);
  columns.spawnedBy.push(facts.spawnedBy);
  appender.endRow();
}

export function appendFile(appender: ColumnAppender<typeof fileColumns>, number: number, record: FileRecord): void {
  const { columns } = appender;
  columns.number.push(number);
  columns.path.push(record.path);
  columns.source.push(record.source);
  columns.size.push(record.size);
  columns.modified.push(record.modified);
  columns.offset.push(record.offset);
  columns.line.push(record.line);
  columns.state.push(record.state);
  columns.headHash.push(record.headHash);
  columns.format.push(record.format);
  appender.endRow();
}

export function appendIgnored(appender: ColumnAppender<typeof ignoredFileColumns>, { path, size, modified }: IgnoredFile): void {
  const { columns } = appender;
  columns.path.push(path);
  columns.size.push(size);
  columns.modified.push(modified);
  appender.endRow();
}

export function appendSkipped(appender: ColumnAppender<typeof skippedColumns>, { file, line, reason, field }: SkippedLine): void {
  const { columns } = appender;
  columns.file.push(file);
  columns.line.push(line);
  columns.reason.push(reason);
  columns.field.push(field);
  appender.endRow();
}
