import { segmentKinds } from '../../call/segment-kind.ts';
import type { QueryRunner } from '../../ledger/query-runner.ts';
import { callTotals } from '../../ledger/questions/call-totals.ts';
import { icicleLevels, icicleRows, type IcicleRow } from '../../ledger/questions/icicle-rows.ts';
import type { Filter } from './filter.ts';
import type { IcicleAnswer, IcicleOrder, IcicleUnit } from './icicle-answer.ts';

interface Node {
  readonly row: IcicleRow;
  readonly children: Node[];
}

/** Everything a picture needs to be asked for. */
export interface IcicleRequest {
  readonly filter: Filter;
  readonly order: IcicleOrder;
  readonly unit: IcicleUnit;
  /** Width of the picture. */
  readonly pixels: number;
  /** The part in view, in units of the answer; absent: all of it. */
  readonly zoom?: { readonly from: number; readonly to: number };
}

const separator = '\u0000';

/** Joins rows to a tree by their paths; a merged row has its parent's path. */
function treeOf(rows: readonly IcicleRow[]): Node[] {
  const top: Node[] = [];
  const byPath = new Map<string, Node>();
  for (const row of rows) {
    const node = { row, children: [] };
    const parentPath = row.path.slice(0, row.level).join(separator);
    const siblings = row.level === 0 ? top : byPath.get(parentPath)?.children;
    if (siblings === undefined) continue;
    siblings.push(node);
    if (row.merged === 0) byPath.set(row.path.join(separator), node);
  }
  return top;
}

/** In order of time, or heaviest first and merged boxes last. */
function sortSiblings(nodes: Node[], order: IcicleOrder): void {
  nodes.sort(
    (a, b) =>
      (order === 'time' ? a.row.start - b.row.start : Number(a.row.merged > 0) - Number(b.row.merged > 0)) ||
      b.row.value - a.row.value ||
      (a.row.segment < b.row.segment ? -1 : 1),
  );
  for (const node of nodes) sortSiblings(node.children, order);
}

/** Names without an index, in order of first use. */
class Names {
  readonly list: string[] = [];
  readonly #indexes = new Map<string, number>();

  indexOf(name: string): number {
    const known = this.#indexes.get(name);
    if (known !== undefined) return known;
    this.#indexes.set(name, this.list.length);
    return this.list.push(name) - 1;
  }
}

/** The Tokens screen's boxes: as many as the picture can show. */
export async function answerIcicle(query: QueryRunner, { filter, order, unit, pixels, zoom }: IcicleRequest): Promise<IcicleAnswer> {
  const { transcript, progressOnly } = await callTotals(query, filter);
  const dollars = (transcript.usdReconstructed ?? 0) + (progressOnly.usdReconstructed ?? 0);
  const total = unit === 'usd' ? dollars : transcript.gross + progressOnly.gross;
  const range = zoom === undefined ? total : Math.max(zoom.to - zoom.from, total / 1e6);
  const rows = await icicleRows(query, filter, order, unit, range / pixels / 2);
  const tree = treeOf(rows);
  sortSiblings(tree, order);
  const names = new Names();
  const segments = new Names();
  const levels = ['all', ...icicleLevels[order]];
  const kindLevel = levels.indexOf('kind');
  const columns = {
    level: [0],
    start: [0],
    value: [total],
    parent: [-1],
    name: [names.indexOf('all')],
    kind: [0],
    ofOneKind: [0],
    merged: [0],
    segment: [segments.indexOf('')],
  };
  const add = (nodes: readonly Node[], parent: number, from: number): void => {
    let start = from;
    for (const { row, children } of nodes) {
      const outside = zoom !== undefined && (start > zoom.to || start + row.value < zoom.from);
      if (!outside) {
        const index = columns.level.push(row.level + 1) - 1;
        columns.start.push(start);
        columns.value.push(row.value);
        columns.parent.push(parent);
        columns.name.push(names.indexOf(row.merged > 0 ? '' : (row.path[row.level] ?? '')));
        columns.kind.push(segmentKinds.indexOf(row.kind as (typeof segmentKinds)[number]));
        columns.ofOneKind.push(row.level + 1 > kindLevel || (row.level + 1 === kindLevel && row.merged === 0) ? 1 : 0);
        columns.merged.push(row.merged);
        columns.segment.push(segments.indexOf(row.segment));
        add(children, index, start);
      }
      start += row.value;
    }
  };
  add(tree, 0, 0);
  return {
    order,
    unit,
    levels,
    total,
    boxes: {
      level: Uint8Array.from(columns.level),
      start: Float64Array.from(columns.start),
      value: Float64Array.from(columns.value),
      parent: Int32Array.from(columns.parent),
      name: Uint32Array.from(columns.name),
      kind: Uint8Array.from(columns.kind),
      ofOneKind: Uint8Array.from(columns.ofOneKind),
      merged: Uint32Array.from(columns.merged),
      segment: Uint32Array.from(columns.segment),
    },
    names: names.list,
    kinds: segmentKinds,
    segments: segments.list,
  };
}
