/** The places calls come from. One file each under `measure/sources/`. */
export const sourceNames = ['claude-code', 'codex', 'gemini-cli', 'opencode', 'copilot', 'pi', 'lab', 'captures'] as const;

export type SourceName = (typeof sourceNames)[number];

export const isSourceName = (text: string): text is SourceName => (sourceNames as readonly string[]).includes(text);
