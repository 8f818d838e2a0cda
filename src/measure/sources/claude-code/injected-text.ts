/** Commands that Claude Code answers itself: they start no turn. */
const localCommands = new Set(
  (
    'add-dir agents bashes bug clear compact config context copy cost doctor effort exit export extra-usage fast feedback help hooks ' +
    'ide install-github-app keybindings login logout mcp memory model output-style permissions plugin privacy-settings quit ' +
    'release-notes reload-plugins remote-control rename resume rewind sandbox skills stats status statusline tasks terminal-setup ' +
    'theme todos upgrade usage vim'
  ).split(' '),
);

const commandName = /<command-name>\/?([^<]{1,80})<\/command-name>/;

/** Whether a slash command sends a prompt; undefined where the text is no command. */
export function commandOpensTurn(content: unknown): boolean | undefined {
  if (typeof content !== 'string' || !content.includes('<command-name>')) return undefined;
  const name = commandName.exec(content)?.[1];
  return name === undefined ? undefined : !localCommands.has(name.trim());
}

/** What a line is that Claude Code wrote in the user's name. */
export function injectedLabel(content: unknown, fromTool: boolean): string {
  const first: unknown = Array.isArray(content) ? (content as unknown[])[0] : content;
  const text = typeof first === 'object' && first !== null && 'text' in first ? first.text : first;
  if (typeof text !== 'string') return 'injected prompt';
  if (text.startsWith('Base directory for this skill') || fromTool) return 'skill';
  if (text.startsWith('Caveat:') || text.startsWith('<local-command-caveat>')) return 'local command caveat';
  return 'injected prompt';
}
