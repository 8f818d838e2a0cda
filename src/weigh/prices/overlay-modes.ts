/** A way of being served that changes the price of the whole request. */
export interface ServiceMode {
  readonly provider: string;
  readonly mode: 'batch' | 'flex' | 'priority' | 'fast';
  /** Undated canonical names; absent: every model of the provider. */
  readonly models?: readonly string[];
  /** Times the standard rates, cache rates included. */
  readonly factor: number;
  /** The mode is not offered beyond the first bracket: a longer request is served, and billed, as standard. */
  readonly shortContextOnly?: true;
  readonly source: string;
  /** Day on which the figure was compared with the source. */
  readonly checked: string;
}

const anthropicPage = 'https://platform.claude.com/docs/en/about-claude/pricing';
const openaiPage = 'https://developers.openai.com/api/docs/pricing';
const openaiPriority = 'https://openai.com/api-priority-processing/';
const googlePage = 'https://ai.google.dev/gemini-api/docs/optimization';
const checked = '2026-11-23';

export const serviceModes: readonly ServiceMode[] = [
  { provider: 'anthropic', mode: 'batch', factor: 0.5, source: `${anthropicPage}#batch-processing`, checked },
  { provider: 'openai', mode: 'batch', factor: 0.5, source: openaiPage, checked },
  { provider: 'openai', mode: 'flex', factor: 0.5, source: openaiPage, checked },
  { provider: 'google', mode: 'batch', factor: 0.5, source: googlePage, checked },
  { provider: 'google', mode: 'flex', factor: 0.5, source: googlePage, checked },
  {
    provider: 'openai',
    mode: 'priority',
    models: ['gpt-5-5'],
    factor: 2.5,
    shortContextOnly: true,
    source: openaiPriority,
    checked,
  },
  {
    provider: 'openai',
    mode: 'priority',
    models: ['gpt-5-4', 'gpt-5-4-mini', 'gpt-5-2', 'gpt-5-1', 'gpt-5', 'gpt-5-1-codex', 'gpt-5-codex'],
    factor: 2,
    shortContextOnly: true,
    source: openaiPriority,
    checked,
  },
  {
    provider: 'openai',
    mode: 'priority',
    models: ['gpt-5-mini'],
    factor: 1.8,
    shortContextOnly: true,
    source: openaiPriority,
    checked,
  },
  {
    provider: 'openai',
    mode: 'priority',
    models: ['gpt-4-1'],
    factor: 1.75,
    shortContextOnly: true,
    source: openaiPriority,
    checked,
  },
  {
    provider: 'openai',
    mode: 'priority',
    models: ['gpt-6-1-sol'],
    factor: 2,
    shortContextOnly: true,
    source: 'https://developers.openai.com/api/docs/models/gpt-6.1-sol, as quoted in github.com/amine123max/Codex-Manager 0.4.7',
    checked,
  },
  {
    provider: 'anthropic',
    mode: 'fast',
    models: ['claude-opus-4-6'],
    factor: 6,
    source: 'https://platform.claude.com/docs/en/build-with-claude/fast-mode; $30/$150 on openrouter.ai/anthropic/claude-opus-4.6-fast',
    checked,
  },
  {
    provider: 'anthropic',
    mode: 'fast',
    models: ['claude-opus-4-8', 'claude-opus-5'],
    factor: 2,
    source: 'https://platform.claude.com/docs/en/build-with-claude/fast-mode; $10/$50 on openrouter.ai/anthropic/claude-opus-5-fast',
    checked,
  },
];
