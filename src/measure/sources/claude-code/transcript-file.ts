import { readFileSync } from 'node:fs';
import { isObject } from './json-fields.ts';

/** What the path of a transcript says. */
export interface TranscriptFile {
  readonly path: string;
  /** Session of lines that name none: the file's own name, or the folder that sub-agents stand in. */
  readonly session: string;
  /** Id of the sub-agent whose file this is. */
  readonly agent?: string;
}

const agentName = /^agent-(.+)$/;

export function transcriptFile(path: string): TranscriptFile {
  const parts = path.split(/[/\\]/);
  const name = (parts.at(-1) ?? '').replace(/\.[a-z]+$/, '');
  const agent = agentName.exec(name)?.[1];
  const folder = parts.lastIndexOf('subagents');
  const session = (folder > 0 ? parts[folder - 1] : undefined) ?? name;
  return agent === undefined ? { path, session } : { path, session, agent };
}

/** Type of the sub-agent, from the `.meta.json` beside its transcript; undefined where there is none. */
export function agentTypeOf(file: TranscriptFile): string | undefined {
  if (file.agent === undefined) return undefined;
  let meta: unknown;
  try {
    meta = JSON.parse(readFileSync(file.path.replace(/\.jsonl$/, '.meta.json'), 'utf8'));
  } catch {
    return undefined;
  }
  const type = isObject(meta) ? meta['agentType'] : undefined;
  return typeof type === 'string' ? type : undefined;
}
