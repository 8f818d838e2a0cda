import { segmentKinds } from '../../call/segment-kind.ts';
import type { QueryRunner } from '../../ledger/query-runner.ts';
import { folded, type NodeName } from '../../ledger/questions/icicle-branches.ts';
import { icicleNames, isStoredName } from '../../ledger/questions/icicle-names.ts';
import type { IcicleAnswer } from './icicle-answer.ts';
import type { IcicleTwig } from './icicle-tree.ts';

interface FlatBox {
  readonly twig: IcicleTwig;
  /** 0 for everything. */
  readonly level: number;
  readonly parent: number;
  /** {@link noKind} above the level of kinds. */
  readonly kind: number;
}

const noKind = 255;

function flatten(root: IcicleTwig, kindLevel: number, view: { readonly from: number; readonly to: number }): FlatBox[] {
  const boxes: FlatBox[] = [];
  const add = (twig: IcicleTwig, level: number, parent: number, above: number): void => {
    const kind = level === kindLevel && twig.code !== folded ? twig.code : above;
    const index = boxes.push({ twig, level, parent, kind }) - 1;
    for (const child of twig.children)
      if (child.from <= view.to && child.from + child.value >= view.from) add(child, level + 1, index, kind);
  };
  add(root, 0, -1, noKind);
  return boxes;
}

/** Names of each level by number, of the boxes that have one of their own. */
async function namesOfLevels(
  query: QueryRunner,
  levels: readonly NodeName[],
  boxes: readonly FlatBox[],
): Promise<((code: number) => string)[]> {
  return Promise.all(
    levels.map(async (name, depth) => {
      if (name === 'turn') return (code: number) => `turn ${code}`;
      if (!isStoredName(name)) return (code: number) => segmentKinds[code] ?? '';
      const codes = new Set(boxes.filter(({ level, twig }) => level === depth + 1 && twig.code !== folded).map(({ twig }) => twig.code));
      const names = await icicleNames(query, name, [...codes]);
      return (code: number) => names.get(code) ?? '';
    }),
  );
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

/** A tree as columns, without what is outside the view. */
export async function icicleBoxes(
  query: QueryRunner,
  root: IcicleTwig,
  levels: readonly NodeName[],
  view: { readonly from: number; readonly to: number },
): Promise<Pick<IcicleAnswer, 'boxes' | 'names'>> {
  const flat = flatten(root, levels.indexOf('kind') + 1, view);
  const nameOf = await namesOfLevels(query, levels, flat);
  const names = new Names();
  const of = (each: (box: FlatBox) => number): number[] => flat.map(each);
  return {
    boxes: {
      level: Uint8Array.from(of(({ level }) => level)),
      start: Float64Array.from(of(({ twig }) => twig.from)),
      value: Float64Array.from(of(({ twig }) => twig.value)),
      parent: Int32Array.from(of(({ parent }) => parent)),
      name: Uint32Array.from(
        of(({ twig, level }) => names.indexOf(level === 0 ? 'all' : twig.code === folded ? '' : (nameOf[level - 1]?.(twig.code) ?? ''))),
      ),
      kind: Uint8Array.from(of(({ kind }) => kind)),
      merged: Uint32Array.from(of(({ twig }) => twig.merged)),
      code: Int32Array.from(of(({ twig }) => twig.code)),
    },
    names: names.list,
  };
}
