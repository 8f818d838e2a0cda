import { linesShared, sortLines, type SortedLines } from './line-overlap.ts';
import { onceARun } from './once-a-run.ts';
import { toolPairs } from './tool-pairs.ts';
import { enteredAt, type CarriedSegment, type RunView } from './waste-view.ts';

/** A file's content as it stands in a context: the result of a read, or the request of a write. */
export class FileView {
  readonly carried: CarriedSegment;
  readonly as: 'read' | 'write';
  /** Earlier views of the same file that stood in the context when this one came, the latest first. */
  readonly before: readonly FileView[];
  /** Lines of it that stood in those. */
  readonly seen: number;
  readonly #hashes: Uint32Array;
  #sorted: SortedLines | undefined;

  constructor(carried: CarriedSegment, as: FileView['as'], hashes: Uint32Array, before: readonly FileView[]) {
    this.carried = carried;
    this.as = as;
    this.before = before;
    this.#hashes = hashes;
    const earlier = before.map((view) => view.lines);
    this.seen = before.length === 0 ? 0 : linesShared(this.lines, earlier);
  }

  get length(): number {
    return this.#hashes.length;
  }

  /** Sorted when first compared: most files are looked at once. */
  get lines(): SortedLines {
    return (this.#sorted ??= sortLines(this.#hashes));
  }
}

/** Views compared with a new one: more are rare, and each costs its lines. */
const mostViews = 8;
/** From this share of known lines on, a read is a repetition, and a write an edit in disguise. */
const mostlyKnown = { read: 0.5, write: 0.7 } as const;
/** Shorter files cost less to write again than to explain. */
const fewestWrittenLines = 20;

/** Views of every file in a run, in the order in which they came. Failed reads and writes are none. */
export const fileViews = onceARun((run): ReadonlyMap<string, readonly FileView[]> => {
  const byPath = new Map<string, FileView[]>();
  for (const carried of run.segments) {
    const hashes = carried.segment?.text?.lineHashes;
    if (hashes === undefined || hashes.length === 0) continue;
    const target = carried.segment?.tool?.target;
    const as = viewedAs(run, carried);
    if (as === undefined || target === undefined) continue;
    let views = byPath.get(target);
    if (views === undefined) byPath.set(target, (views = []));
    views.push(new FileView(carried, as, hashes, latestAt(views, enteredAt(carried))));
  }
  return byPath;
});

/** Whether a segment shows a file, and how. */
function viewedAs(run: RunView, { kind, segment }: CarriedSegment): FileView['as'] | undefined {
  const tool = segment?.tool;
  if (kind === 'tool-result') return tool?.action === 'read' && tool.isError !== true ? 'read' : undefined;
  if (kind !== 'tool-call' || tool?.action !== 'write') return undefined;
  const results = tool.call === undefined ? undefined : toolPairs(run).get(tool.call)?.results;
  return results?.some((result) => result.segment?.tool?.isError === true) === true ? undefined : 'write';
}

/** The latest of some views that stand in the context of a call, the last first. */
function latestAt(views: readonly FileView[], call: number): readonly FileView[] {
  const latest: FileView[] = [];
  for (let index = views.length - 1; index >= 0 && latest.length < mostViews; index--) {
    const view = views[index] as FileView;
    if (standsAt(view.carried, call)) latest.push(view);
  }
  return latest;
}

/** True when a segment stands in the context of a call; what the call itself writes does not yet. */
const standsAt = ({ carriedFrom, carriedTo }: CarriedSegment, call: number): boolean => carriedFrom <= call && carriedTo >= call;

/** Share of a read's lines that stood in the context already; 0 where too few did. */
export function repeatedShare(view: FileView): number {
  const share = view.seen / view.length;
  return view.as === 'read' && share >= mostlyKnown.read ? share : 0;
}

/**
 * Share of a written file that an edit would not have written; 0 where an edit saves too little. The edit is charged:
 * it repeats the lines it replaces and a few around them.
 */
export function rewrittenShare(view: FileView): number {
  const { length, seen } = view;
  if (view.as !== 'write' || length < fewestWrittenLines || seen / length < mostlyKnown.write) return 0;
  const changed = length - seen;
  const around = 4 * Math.max(1, Math.ceil(changed / 5));
  return Math.max(0, (seen - changed - around) / length);
}
