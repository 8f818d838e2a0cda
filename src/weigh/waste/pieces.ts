import { formatQuantity, formatUsd } from '../../base/number-format.ts';
import type { Usd } from '../../base/units.ts';
import type { CallKey } from '../../call/entry.ts';
import type { FindingCause } from '../../call/finding.ts';
import type { SegmentId } from '../../call/segment.ts';
import { claimedTokens, type Claim } from './claims.ts';
import type { Nomination, Settled } from './detector.ts';
import type { CarriedSegment, RunView } from './waste-view.ts';

/** One place where waste of a cause was seen; the pieces of a session are nominated together. */
export interface Piece {
  readonly run: RunView;
  /** The segment that tells most about it. */
  readonly carried: CarriedSegment;
  readonly claims: readonly Claim[];
  /** Call it happened at, by index in the run. */
  readonly call: number;
}

/** Several places of one cause in one session. */
export interface PieceNomination {
  readonly cause: FindingCause;
  readonly pieces: readonly Piece[];
  /** Claims that follow from the pieces but are no evidence of their own. */
  readonly further?: readonly Claim[];
  readonly editUsd?: number;
  /** Begins the title: what happened, how often, to what. */
  readonly what: (settled: Settled) => string;
  readonly fix: string;
}

interface Telling {
  readonly piece: Piece;
  readonly weight: number;
}

/** Evidence kept of one finding: the reader is shown a dozen places, and twice that leaves a choice. */
const mostEvidence = 24;

/** Nominates the pieces of one session as suspected waste; nothing where no piece claims anything. */
export function nominatePieces({ cause, pieces, further = [], editUsd = 0, what, fix }: PieceNomination): readonly Nomination[] {
  const claims: Claim[] = [];
  const telling: Telling[] = [];
  for (const piece of pieces) {
    for (const claim of piece.claims) claims.push(claim);
    telling.push({ piece, weight: claimedTokens(piece.claims) });
  }
  for (const claim of further) claims.push(claim);
  const [first] = pieces;
  if (first === undefined || claims.length === 0) return [];
  telling.sort((a, b) => b.weight - a.weight);
  const calls = new Set<CallKey>();
  const segments = new Set<SegmentId>();
  for (const { piece } of telling.slice(0, mostEvidence)) {
    const call = piece.run.calls[piece.call];
    if (call !== undefined) calls.add(call.key);
    segments.add(piece.carried.id);
  }
  const nomination: Nomination = {
    cause,
    state: 'suspected',
    session: first.run.session,
    anchor: first.carried.id,
    calls: [...calls],
    segments: [...segments],
    claims,
    editUsd: editUsd as Usd,
    title: (settled) => `${what(settled)}: ${savingText(settled)}`,
    fix,
  };
  return [nomination];
}

function savingText({ removed, repriced, usd }: Settled): string {
  const tokens = formatQuantity(removed > 0 ? removed : repriced, 'tok');
  if (usd === undefined) return `${tokens} billed`;
  return removed > 0 ? `${tokens} billed, ${formatUsd(usd)}` : `${tokens} billed, ${formatUsd(usd)} above a read`;
}

/** The name of the heaviest piece: `a.ts and 3 more`; the others stand in the evidence. */
export function namesOf(pieces: readonly Piece[], most = 1): string {
  const names = new Map<string, number>();
  for (const piece of pieces) {
    const name = nameOf(piece.carried);
    names.set(name, (names.get(name) ?? 0) + claimedTokens(piece.claims));
  }
  const sorted = [...names].sort((a, b) => b[1] - a[1]).map(([name]) => name);
  const more = sorted.length - most;
  return more > 0 ? `${sorted.slice(0, most).join(', ')} and ${more} more` : sorted.join(', ');
}

const longestName = 36;

/** File name, command or kind of a segment, short enough for a title. */
function nameOf({ segment, kind }: CarriedSegment): string {
  const tool = segment?.tool;
  const isFile = tool?.action === 'read' || tool?.action === 'write' || tool?.action === 'edit';
  const target = isFile ? tool?.target?.replace(/^.*[\\/]/, '') : tool?.target;
  const name = (isFile ? (target ?? segment?.label) : (segment?.label ?? target)) ?? kind;
  const full =
    tool !== undefined && !isFile && target !== undefined && target !== name ? `${name} \`${target.replaceAll(/\s+/g, ' ')}\`` : name;
  return full.length > longestName ? `${full.slice(0, longestName - 1)}…` : full;
}

/** `1 time`, `3 times`. */
export const times = (count: number): string => (count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`);
