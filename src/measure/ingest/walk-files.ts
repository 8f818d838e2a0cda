import { readdirSync, realpathSync, statSync, type Dirent } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Bytes, Timestamp } from '../../base/units.ts';
import type { SourceFile } from '../sources/source.ts';

/** A file below a folder, with its path relative to it. */
export interface FoundFile extends SourceFile {
  readonly relativePath: string;
}

/** What a walk met: files to look into, and places it could not enter. */
export interface Walk {
  readonly files: readonly FoundFile[];
  readonly unreadable: readonly string[];
}

/** A database that logs ahead changes first in the file beside it: both together say whether it changed. */
const writeAheadSuffix = '-wal';

/** Cheaper than `join`, which looks for dots: there are none in the name of an entry. */
const below = (folder: string, name: string): string => (folder === '' || folder.endsWith(sep) ? folder + name : folder + sep + name);

/**
 * Every file below a folder whose relative path `wanted` takes, in order of path. Follows symbolic links, enters each
 * folder once however it is reached, and takes each file once, under its resolved path. A folder that does not exist
 * has no files. `taken` is shared between walks that must not meet a file twice.
 */
export function walkFiles(folder: string, wanted: (relativePath: string) => boolean, taken: Set<string> = new Set()): Walk {
  const files: FoundFile[] = [];
  const unreadable: string[] = [];
  const entered = new Set<string>();

  const visitFile = (path: string, relativePath: string, isLink: boolean, beside: ReadonlySet<string>, name: string): void => {
    if (!wanted(relativePath)) return;
    const resolved = isLink ? realpathSync(path) : path;
    if (taken.has(resolved)) return;
    taken.add(resolved);
    const stats = statSync(path);
    const ahead = beside.has(`${name}${writeAheadSuffix}`) ? statSync(`${path}${writeAheadSuffix}`) : undefined;
    files.push({
      path: resolved,
      relativePath,
      size: (stats.size + (ahead?.size ?? 0)) as Bytes,
      modified: Math.max(stats.mtimeMs, ahead?.mtimeMs ?? 0) as Timestamp,
    });
  };

  /** @param path with symbolic links resolved: two paths are then two folders */
  const visitFolder = (path: string, relativePath: string): void => {
    if (entered.has(path)) return;
    entered.add(path);
    const entries = readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
    const beside = new Set(entries.filter((entry) => entry.name.endsWith(writeAheadSuffix)).map((entry) => entry.name));
    for (const entry of entries) visit(entry, below(path, entry.name), below(relativePath, entry.name), beside);
  };

  const visit = (entry: Dirent, path: string, relativePath: string, beside: ReadonlySet<string>): void => {
    try {
      const isLink = entry.isSymbolicLink();
      const kind = isLink ? statSync(path) : entry;
      if (kind.isDirectory()) visitFolder(isLink ? realpathSync(path) : path, relativePath);
      else if (kind.isFile()) visitFile(path, relativePath, isLink, beside, entry.name);
    } catch (error) {
      // Gone since it was listed, or a link to nowhere: there is nothing to read. Anything else is told.
      if (!isMissing(error)) unreadable.push(path);
    }
  };

  try {
    const root = realpathSync(folder);
    if (statSync(root).isFile()) visitFile(root, relative(join(root, '..'), root), false, new Set(), '');
    else visitFolder(root, '');
  } catch (error) {
    if (!isMissing(error)) unreadable.push(folder);
  }
  return { files, unreadable };
}

function isMissing(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP';
}
