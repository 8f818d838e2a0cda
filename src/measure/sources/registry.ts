import { captures } from './captures.ts';
import { claudeCode } from './claude-code.ts';
import { codex } from './codex.ts';
import { copilot } from './copilot.ts';
import { geminiCli } from './gemini-cli.ts';
import { lab } from './lab.ts';
import { opencode } from './opencode.ts';
import { pi } from './pi.ts';
import type { Source } from './source.ts';

/** Every place calls come from. A new one is a new file and a line here. */
export const allSources: readonly Source[] = [claudeCode, codex, geminiCli, opencode, copilot, pi, lab, captures];
