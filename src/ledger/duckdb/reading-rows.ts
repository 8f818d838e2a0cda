import type { ChainId, SessionId } from '../../call/entry.ts';
import type { SkippedLine } from '../../call/skipped-line.ts';
import type { SourceName } from '../../call/source-name.ts';
import type { FileRecord, IgnoredFile } from '../file-record.ts';
import type { ColumnAppender } from './column-appender.ts';
import type { chainColumns, fileColumns, ignoredFileColumns, sessionColumns, skippedColumns } from './table-columns.ts';

interface NewSession {
  readonly number: number;
  readonly id: SessionId;
  readonly source: SourceName;
  readonly batch: number;
}

/** A session of which only its name is known; settling fills in the rest. */
export function appendNewSession(appender: ColumnAppender<typeof sessionColumns>, { number, id, source, batch }: NewSession): void {
  const { columns } = appender;
  columns.number.push(number);
  columns.id.push(id);
  columns.source.push(source);
  columns.directory.push(undefined);
  columns.branch.push(undefined);
  columns.agentVersion.push(undefined);
  columns.parentSession.push(undefined);
  columns.experiment.push(undefined);
  columns.start.push(undefined);
  columns.end.push(undefined);
  columns.group.push(number);
  columns.changed.push(batch);
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

export function appendNewChain(appender: ColumnAppender<typeof chainColumns>, { number, session, chain }: NewChain): void {
  const { columns } = appender;
  columns.number.push(number);
  columns.session.push(session);
  columns.chain.push(chain);
  columns.agentType.push(undefined);
  columns.spawnedBy.push(undefined);
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
