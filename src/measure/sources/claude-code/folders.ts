import { posix, win32 } from 'node:path';
import type { SourceHome } from '../source.ts';

/**
 * Folders where Claude Code keeps transcripts: those named by `CLAUDE_CONFIG_DIR` (a list with commas, each the folder
 * that holds `projects` or `projects` itself), else the two usual ones; and those of sessions in the desktop app.
 */
export function claudeFolders(home: SourceHome): readonly string[] {
  const path = home.platform === 'win32' ? win32 : posix;
  const projects = (folder: string): string => (path.basename(folder) === 'projects' ? folder : path.join(folder, 'projects'));
  const named = (home.env['CLAUDE_CONFIG_DIR'] ?? '')
    .split(',')
    .map((folder) => folder.trim())
    .filter((folder) => folder !== '')
    .map((folder) => (folder.startsWith('~') ? path.join(home.homeDirectory, folder.slice(1)) : folder));
  const config = home.env['XDG_CONFIG_HOME'] || path.join(home.homeDirectory, '.config');
  const usual = [path.join(config, 'claude'), path.join(home.homeDirectory, '.claude')];
  const folders = (named.length > 0 ? named : usual).map(projects);
  return [...new Set([...folders, ...desktopFolders(home)])];
}

function desktopFolders(home: SourceHome): readonly string[] {
  const sessions = 'local-agent-mode-sessions';
  if (home.platform === 'darwin') {
    return [posix.join(home.homeDirectory, 'Library', 'Application Support', 'Claude', sessions)];
  }
  if (home.platform !== 'win32') return [];
  const roaming = home.env['APPDATA'] || win32.join(home.homeDirectory, 'AppData', 'Roaming');
  return [win32.join(roaming, 'Claude', sessions)];
}
