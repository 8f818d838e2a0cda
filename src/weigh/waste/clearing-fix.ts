import type { SourceName } from '../../call/source-name.ts';
import { fixFor } from './fix-for.ts';

/** How old content is taken out of a running context, by agent. */
export const clearingFix = (source: SourceName): string =>
  fixFor(source, {
    'claude-code':
      'Run /compact after a long pause, when the cache is lost anyway, or /clear when the piece of work is done; let a sub-agent do the reading that only its answer matters of. In an API application: context editing with clear_tool_uses and a high clear_at_least.',
    codex:
      'Run /compact after a long pause, when the cache is lost anyway, or /new when the piece of work is done; lower tool_output_token_limit in config.toml.',
    'gemini-cli': 'Run /compress after a long pause, or /clear when the piece of work is done.',
    other: 'Compact after a long pause, when the cache is lost anyway, or start a new session when the piece of work is done.',
  });
