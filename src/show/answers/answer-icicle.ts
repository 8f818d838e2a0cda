import { segmentKinds } from '../../call/segment-kind.ts';
import type { QueryRunner } from '../../ledger/query-runner.ts';
import {
  branchesInTime,
  coarseBranches,
  kindSums,
  sessionBranches,
  targetBranches,
  type IcicleBranch,
  type NodeName,
} from '../../ledger/questions/icicle-branches.ts';
import { icicleNodes, type IcicleMeasure, type IcicleSource } from '../../ledger/questions/icicle-nodes.ts';
import { icicleChains, icicleTotals } from '../../ledger/questions/icicle-totals.ts';
import type { Filter } from './filter.ts';
import type { AsIfNamed, IcicleAnswer, IcicleOrder, IcicleUnit } from './icicle-answer.ts';
import { icicleBoxes } from './icicle-boxes.ts';
import { icicleMeasure, measured } from './icicle-measure.ts';
import { IcicleTree } from './icicle-tree.ts';

/** Everything a picture needs to be asked for. */
export interface IcicleRequest {
  readonly filter: Filter;
  readonly order: IcicleOrder;
  readonly unit: IcicleUnit;
  /** Width of the picture. */
  readonly pixels: number;
  /** The part in view, in units of the answer; absent: all of it. */
  readonly zoom?: { readonly from: number; readonly to: number };
  /** For GPU-seconds: as if served so. */
  readonly asIf?: AsIfNamed;
}

/** Names by which everything is nested, outermost first. */
const levelsOf = {
  time: ['project', 'session', 'chain', 'turn', 'kind', 'tool', 'target'],
  weight: ['project', 'kind', 'tool', 'target', 'session'],
  tool: ['tool', 'target', 'kind', 'project', 'session'],
} as const satisfies Record<IcicleOrder, readonly NodeName[]>;

/** A picture while it is nested. */
interface Nesting {
  readonly query: QueryRunner;
  readonly source: IcicleSource;
  readonly tree: IcicleTree;
  readonly view: { readonly from: number; readonly to: number };
  readonly smallest: number;
  /** Everything is in view. */
  readonly isWhole: boolean;
}

/** In the order in which {@link coarseBranches} gives them. */
const coarseLevels: readonly NodeName[] = ['project', 'kind', 'tool'];

type KindSums = readonly { readonly kind: number; readonly value: number }[];

/** By name: sums of a few names first, then the targets and sessions of what is in view. */
async function nestByName({ query, source, tree, view, smallest, isWhole }: Nesting, order: 'weight' | 'tool'): Promise<KindSums> {
  const levels = levelsOf[order];
  const inner = levels.slice(0, -1);
  const known = isWhole ? 0 : levels.indexOf('target');
  let kinds: KindSums | undefined;
  if (!isWhole) {
    const coarse = await coarseBranches(query, source);
    const places = levels.slice(0, known).map((level) => coarseLevels.indexOf(level));
    kinds = coarse.map(({ path, value }) => ({ kind: path[coarseLevels.indexOf('kind')] as number, value }));
    tree.addLeaves(
      coarse.map((branch): IcicleBranch => ({ ...branch, path: places.map((place) => branch.path[place] as number) })),
      0,
    );
    tree.place();
  }
  const paths = isWhole ? [] : tree.inView(known, view).map(({ path }) => path);
  const branches = await targetBranches(query, source, inner, { known, paths }, smallest);
  tree.addLeaves(branches, known);
  tree.place();
  const wholes = tree.inView(inner.length, view).map(({ path }) => path);
  if (wholes.length > 0) {
    tree.addLeaves(await sessionBranches(query, source, inner, wholes, smallest), inner.length);
    tree.place();
  }
  const kindPlace = inner.indexOf('kind');
  return kinds ?? branches.map(({ path, value }) => ({ kind: path[kindPlace] as number, value }));
}

/** In order of time: runs first, then the turns of those that are in view. */
async function nestByTime({ query, source, tree, view, smallest }: Nesting, filter: Filter, measure: IcicleMeasure): Promise<KindSums> {
  const chains = await icicleChains(query, filter, measure);
  tree.addLeaves(
    chains.map(({ project, session, chain, value, start }) => ({
      path: [project, session, chain],
      value,
      start,
      merged: 0,
    })),
    0,
  );
  tree.place();
  const inView = new Map(tree.inView(3, view).map(({ path, twig }) => [path[2] as number, twig]));
  if (inView.size > 0) {
    tree.addBoxes(await branchesInTime(query, source, [...inView.keys()], smallest), inView);
    tree.place();
  }
  return kindSums(query, source);
}

/** The Tokens screen's boxes: as many as the picture can show. */
export async function answerIcicle(
  query: QueryRunner,
  { filter, order, unit, pixels, zoom, asIf: named }: IcicleRequest,
): Promise<IcicleAnswer> {
  const totals = await icicleTotals(query, filter);
  const { measure, asIf } = icicleMeasure(unit, totals, named);
  const total = measured(measure, totals);
  const range = zoom === undefined ? total : Math.max(zoom.to - zoom.from, total / 1e6);
  const smallest = range / pixels / 2;
  const view = zoom ?? { from: 0, to: total };
  const tree = new IcicleTree(order === 'time' ? 'time' : 'other', smallest);
  const nesting: Nesting = { query, source: await icicleNodes(query, filter, measure), tree, view, smallest, isWhole: zoom === undefined };
  const kinds = total === 0 ? [] : order === 'time' ? await nestByTime(nesting, filter, measure) : await nestByName(nesting, order);
  tree.root.value = total;
  const levels = levelsOf[order];
  const byKind = new Float64Array(segmentKinds.length);
  for (const { kind, value } of kinds) byKind[kind] = (byKind[kind] as number) + value;
  return {
    order,
    unit,
    ...(asIf === undefined ? {} : { asIf }),
    levels: ['all', ...levels.map((level) => (level === 'chain' ? 'agent' : level))],
    total,
    byKind,
    ...(await icicleBoxes(query, tree.root, levels, view)),
    kinds: segmentKinds,
  };
}
