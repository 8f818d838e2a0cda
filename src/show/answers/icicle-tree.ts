import { folded, type IcicleBranch } from '../../ledger/questions/icicle-branches.ts';

/** A box and what is nested in it. */
export interface IcicleTwig {
  readonly code: number;
  value: number;
  merged: number;
  start: number;
  /** Where it begins, in units of the answer; set by {@link IcicleTree.place}. */
  from: number;
  children: IcicleTwig[];
}

const twig = (code: number): IcicleTwig => ({
  code,
  value: 0,
  merged: 0,
  start: Number.POSITIVE_INFINITY,
  from: 0,
  children: [],
});

function addTo(into: IcicleTwig, branch: Omit<IcicleBranch, 'path'>): void {
  into.value += branch.value;
  into.start = Math.min(into.start, branch.start);
}

/** Boxes nested as they are asked for: from the top, and further down only where there is something to see. */
export class IcicleTree {
  readonly root: IcicleTwig = twig(0);
  readonly #byTime: boolean;
  /** What is smaller is folded. */
  readonly #smallest: number;

  constructor(order: 'time' | 'other', smallest: number) {
    this.#byTime = order === 'time';
    this.#smallest = smallest;
  }

  /** Adds what is named down to its last level: sums of all levels after the first `known`, which are there. */
  addLeaves(branches: readonly IcicleBranch[], known: number): void {
    const index = new Map<IcicleTwig, Map<number, IcicleTwig>>();
    for (const branch of branches) {
      let at = this.root;
      for (const [depth, code] of branch.path.entries()) {
        let children = index.get(at);
        if (children === undefined) index.set(at, (children = new Map(at.children.map((child) => [child.code, child]))));
        let child = children.get(code);
        if (child === undefined) {
          child = twig(code);
          children.set(code, child);
          at.children.push(child);
        }
        if (depth >= known) addTo(child, branch);
        if (code === folded) {
          child.merged += branch.merged;
          break;
        }
        at = child;
      }
    }
  }

  /** Adds rows that each state one box; a parent's comes before its children's. */
  addBoxes(branches: readonly IcicleBranch[], above: ReadonlyMap<number, IcicleTwig>): void {
    const boxes = new Map<string, IcicleTwig>(Array.from(above, ([code, twigOf]) => [String(code), twigOf]));
    for (const branch of branches) {
      const parent = boxes.get(branch.path.slice(0, -1).join(' '));
      const code = branch.path.at(-1);
      if (parent === undefined || code === undefined) continue;
      const child = { ...twig(code), merged: branch.merged };
      addTo(child, branch);
      parent.children.push(child);
      if (code !== folded) boxes.set(branch.path.join(' '), child);
    }
  }

  /** Sorts and folds every level and gives every box its place. */
  place(): void {
    this.#settle(this.root);
    this.#placeBelow(this.root);
  }

  /** Paths of the boxes on a level that are large enough to look into and overlap the view. */
  inView(
    depth: number,
    view: { readonly from: number; readonly to: number },
  ): { readonly path: readonly number[]; readonly twig: IcicleTwig }[] {
    let level: { readonly path: readonly number[]; readonly twig: IcicleTwig }[] = [{ path: [], twig: this.root }];
    for (let step = 0; step < depth; step++) {
      level = level.flatMap(({ path, twig: parent }) =>
        parent.children
          .filter(
            (child) =>
              child.code !== folded && child.value >= this.#smallest && child.from < view.to && child.from + child.value > view.from,
          )
          .map((child) => ({ path: [...path, child.code], twig: child })),
      );
    }
    return level;
  }

  /** In order of time, or heaviest first and what is folded last. */
  #settle(parent: IcicleTwig): void {
    parent.children.sort(
      (a, b) =>
        (this.#byTime ? a.start - b.start : Number(a.code === folded) - Number(b.code === folded)) || b.value - a.value || a.code - b.code,
    );
    const kept: IcicleTwig[] = [];
    let run: IcicleTwig | undefined;
    for (const child of parent.children) {
      if (child.value >= this.#smallest && child.code !== folded) {
        kept.push(child);
        if (this.#byTime) run = undefined;
        continue;
      }
      if (run === undefined) kept.push((run = twig(folded)));
      addTo(run, child);
      run.merged += Math.max(1, child.merged);
    }
    if (!this.#byTime && run !== undefined) kept.push(...kept.splice(kept.indexOf(run), 1));
    parent.children = kept;
    for (const child of kept) this.#settle(child);
  }

  #placeBelow(parent: IcicleTwig): void {
    let { from } = parent;
    for (const child of parent.children) {
      child.from = from;
      from += child.value;
      this.#placeBelow(child);
    }
  }
}
