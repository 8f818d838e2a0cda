import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { SessionGroup } from '../src/call/session-group.ts';
import { claudeCode } from '../src/measure/sources/claude-code.ts';
import { codex } from '../src/measure/sources/codex.ts';
import { copilot } from '../src/measure/sources/copilot.ts';
import { geminiCli } from '../src/measure/sources/gemini-cli.ts';
import { pi } from '../src/measure/sources/pi.ts';
import { groupEntries, readEntries } from './real-groups.ts';
import { sharedData } from './shared-data.ts';

const sources = [
  [claudeCode, 'claude'],
  [claudeCode, 'format-samples'],
  [codex, 'codex'],
  [geminiCli, 'gemini'],
  [copilot, 'copilot'],
  [pi, 'pi'],
] as const;

/** Every set of real transcripts beside the repository, in groups. */
export function* realSets(): Generator<{ readonly name: string; readonly source: string; readonly groups: readonly SessionGroup[] }> {
  const transcripts = join(sharedData, 'transcripts');
  for (const set of readdirSync(transcripts).sort()) {
    for (const [source, folder] of sources) {
      const path = join(transcripts, set, folder);
      if (existsSync(path)) yield { name: `${set}/${folder}`, source: source.name, groups: groupEntries(readEntries(source, path)) };
    }
  }
}
