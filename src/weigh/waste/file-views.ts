import { linesShared, unionOfLines } from './line-overlap.ts';
import { enteredAt, toolPairs, type CarriedSegment, type RunView } from './waste-view.ts';

/** A file's content as it stands in a context: the result of a read, or the request of a write. */
export interface FileView {
  readonly carried: CarriedSegment;
  readonly as: 'read' | 'write';
  readonly lines: Uint32Array;
  /** Asked for in part. */
  readonly range: string | undefined;
  /** Earlier views of the same file that stood in the context when this one came, the latest first. */
  readonly before: readonly FileView[];
  /** Lines of it that stood in those. */
  readonly seen: number;
}

/** Views compared with a new one: more are rare, and each costs its lines. */
const mostViews = 8;
/** From this share of known lines on, a read is a repetition, and a write an edit in disguise. */
const mostlyKnown = { read: 0.5, write: 0.7 } as const;
/** Shorter files cost less to write again than to explain. */
const fewestWrittenLines = 20;

const knownViews = new WeakMap<RunView, ReadonlyMap<string, readonly FileView[]>>();

/** Views of every file in a run, in the order in which they came. Failed reads and writes are none. */
export function fileViews(run: RunView): ReadonlyMap<string, readonly FileView[]> {
  let views = knownViews.get(run);
  if (views === undefined) knownViews.set(run, (views = compareViews(run)));
  return views;
}

function compareViews(run: RunView): ReadonlyMap<string, readonly FileView[]> {
  const pairs = toolPairs(run);
  const byPath = new Map<string, FileView[]>();
  for (const carried of run.segments) {
    const { segment, kind } = carried;
    const tool = segment?.tool;
    const lines = segment?.text?.lineHashes;
    if (tool?.target === undefined || lines === undefined || lines.length === 0) continue;
    const isRead = kind === 'tool-result' && tool.action === 'read' && tool.isError !== true;
    const isWrite = kind === 'tool-call' && tool.action === 'write';
    if (!isRead && !isWrite) continue;
    if (isWrite && tool.call !== undefined && pairs.get(tool.call)?.results.some((result) => result.segment?.tool?.isError === true))
      continue;
    let views = byPath.get(tool.target);
    if (views === undefined) byPath.set(tool.target, (views = []));
    const entered = enteredAt(carried);
    const before = views.filter((view) => standsAt(view.carried, entered)).slice(-mostViews);
    const seen = before.length === 0 ? 0 : linesShared(lines, unionOfLines(before.map((view) => view.lines)));
    views.push({ carried, as: isRead ? 'read' : 'write', lines, range: tool.range, before: before.toReversed(), seen });
  }
  return byPath;
}

/** True when a segment stands in the context of a call; what the call itself writes does not yet. */
const standsAt = ({ carriedFrom, carriedTo }: CarriedSegment, call: number): boolean => carriedFrom <= call && carriedTo >= call;

/** Share of a read's lines that stood in the context already; 0 where too few did. */
export function repeatedShare(view: FileView): number {
  const share = view.seen / view.lines.length;
  return view.as === 'read' && share >= mostlyKnown.read ? share : 0;
}

/**
 * Share of a written file that an edit would not have written; 0 where an edit saves too little. The edit is charged:
 * it repeats the lines it replaces and a few around them.
 */
export function rewrittenShare(view: FileView): number {
  const { lines, seen } = view;
  if (view.as !== 'write' || lines.length < fewestWrittenLines || seen / lines.length < mostlyKnown.write) return 0;
  const changed = lines.length - seen;
  const around = 4 * Math.max(1, Math.ceil(changed / 5));
  return Math.max(0, (seen - changed - around) / lines.length);
}
