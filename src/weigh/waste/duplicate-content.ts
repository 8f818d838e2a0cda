import type { ContentHash } from '../../base/content-hash.ts';
import { claimRemoval } from './claims.ts';
import type { Detector } from './detector.ts';
import { fileViews, repeatedShare } from './file-views.ts';
import { fixFor } from './fix-for.ts';
import { namesOf, nominatePieces, type Piece } from './pieces.ts';
import { enteredAt, type CarriedSegment, type RunView } from './waste-view.ts';

/** A repetition below this many tokens costs less than the habit that would avoid it. */
const leastTokens = 300;

/**
 * The same content standing twice in one context: a file read again while an earlier reading still stands there (line
 * by line), and any read, fetched or injected text that equals an earlier one. Results of commands are left out: that
 * a second run says the same is news. The later copy is claimed, while the earlier one stands: it need not have
 * entered, so no cache is broken.
 */
export const duplicateContent: Detector = {
  cause: 'duplicate-content',
  find: (view) =>
    Array.from(view.bySession.values()).flatMap((runs) => {
      const pieces = runs.flatMap((run) => [...repeatedReads(run), ...equalTexts(run)]);
      return nominatePieces({
        cause: 'duplicate-content',
        pieces,
        what: () => `${pieces.length === 1 ? 'A text' : `${pieces.length} texts`} stood twice in the context (${namesOf(pieces)})`,
        fix: fixFor(runs[0]?.source ?? 'claude-code', {
          'claude-code':
            'Say in CLAUDE.md: "A file that was read in this session is known; read only the lines that changed." Hook PreToolUse on Read can refuse a file that is unchanged since its last reading.',
          captures:
            'Send each text once: a request that holds it already needs no second copy, in the system prompt, in a message or in a result.',
          codex: 'Say in AGENTS.md that a file already shown in the session is to be read again only by the lines that changed (sed -n).',
          other: 'Tell the agent that a file read in this session is known, and to read only lines that changed.',
        }),
      });
    }),
};

function repeatedReads(run: RunView): Piece[] {
  const pieces: Piece[] = [];
  for (const views of fileViews(run).values()) {
    for (const view of views) {
      const share = repeatedShare(view);
      const { carried } = view;
      if (share * carried.tokens < leastTokens) continue;
      const copyUntil = Math.max(...view.before.map((earlier) => earlier.carried.carriedTo));
      const claims = claimRemoval(run, carried, { from: carried.carriedFrom, to: Math.min(carried.carriedTo, copyUntil), share });
      pieces.push({ run, carried, claims, call: carried.carriedFrom });
    }
  }
  return pieces;
}

function isCopyable({ kind, segment }: CarriedSegment): boolean {
  switch (kind) {
    case 'tool-result':
      // Reads with line hashes are compared line by line.
      return (
        segment?.tool?.isError !== true &&
        (segment?.tool?.action === 'fetch' || (segment?.tool?.action === 'read' && segment.text?.lineHashes === undefined))
      );
    case 'document':
    case 'system':
    case 'tools':
    case 'user':
      return true;
    case 'tool-call':
    case 'reasoning':
    case 'answer':
    case 'summary':
    case 'image':
    case 'unseen':
      return false;
  }
}

function equalTexts(run: RunView): Piece[] {
  const latest = new Map<ContentHash, CarriedSegment>();
  const pieces: Piece[] = [];
  for (const carried of run.segments) {
    const hash = carried.segment?.text?.hash;
    if (hash === undefined || carried.tokens < leastTokens || !isCopyable(carried)) continue;
    const earlier = latest.get(hash);
    if (earlier !== undefined && earlier.carriedTo >= enteredAt(carried)) {
      const to = Math.min(carried.carriedTo, earlier.carriedTo);
      pieces.push({ run, carried, claims: claimRemoval(run, carried, { from: carried.carriedFrom, to }), call: carried.carriedFrom });
      if (earlier.carriedTo >= carried.carriedTo) continue;
    }
    latest.set(hash, carried);
  }
  return pieces;
}
