import { claimRemoval } from './claims.ts';
import type { Detector } from './detector.ts';
import { fileViews, rewrittenShare } from './file-views.ts';
import { fixFor } from './fix-for.ts';
import { namesOf, nominatePieces, type Piece } from './pieces.ts';
import type { RunView } from './waste-view.ts';

const leastTokens = 300;

/**
 * A whole file written again although most of its lines stood in the context as they were. Claimed are the unchanged
 * lines less what an edit would have written: once as output, and then in every call that carried them.
 */
export const wholeFileRewrite: Detector = {
  cause: 'whole-file-rewrite',
  find: (view) =>
    Array.from(view.bySession.values()).flatMap((runs) => {
      const pieces = runs.flatMap(rewrites);
      return nominatePieces({
        cause: 'whole-file-rewrite',
        pieces,
        what: () =>
          `${pieces.length === 1 ? 'A file was' : `${pieces.length} files were`} written whole where little changed (${namesOf(pieces)})`,
        fix: fixFor(runs[0]?.source ?? 'claude-code', {
          'claude-code':
            'Say in CLAUDE.md: "Change existing files with Edit; Write is for new files." A PreToolUse hook on Write can refuse a path that exists.',
          'gemini-cli': 'Say in GEMINI.md: "Change existing files with replace; write_file is for new files."',
          codex: 'Say in AGENTS.md: "Change existing files with apply_patch hunks; add whole files only when they are new."',
          other: 'Tell the agent to change existing files by edits, and to write whole files only when they are new.',
        }),
      });
    }),
};

function rewrites(run: RunView): Piece[] {
  const pieces: Piece[] = [];
  for (const views of fileViews(run).values()) {
    for (const view of views) {
      const share = rewrittenShare(view);
      const { carried } = view;
      const tokens = carried.tokens;
      if (share * tokens < leastTokens) continue;
      const from = carried.writtenBy ?? carried.carriedFrom;
      const claims = claimRemoval(run, carried, { from, to: Math.max(from, carried.carriedTo), share });
      pieces.push({ run, carried, claims, call: from });
    }
  }
  return pieces;
}
