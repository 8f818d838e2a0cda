import type { Brand } from '../../../base/brand.ts';

/** Number of a known field name; 0 for every other name. */
export type NameId = Brand<number, 'name-id'>;

export const otherName = 0 as NameId;

const slotCount = 1024;
export const firstNameHash = 7;
export const nextNameHash = (hash: number, byte: number): number => (Math.imul(hash, 31) + byte) | 0;
const slotOf = (hash: number): number => (hash ^ (hash >>> 10)) & (slotCount - 1);

/** Finds the names that a reader asks for among the bytes of a line, without making strings of them. */
export class NameTable<Name extends string> {
  readonly ids: Readonly<Record<Name, NameId>>;
  readonly #names: readonly Buffer[];
  readonly #slots = new Int32Array(slotCount);

  /** @param names plain ASCII, at most a few hundred */
  constructor(names: readonly Name[]) {
    this.ids = Object.fromEntries(names.map((name, index) => [name, index + 1])) as unknown as Record<Name, NameId>;
    this.#names = ['', ...names].map((name) => Buffer.from(name, 'latin1'));
    for (const [id, name] of this.#names.entries()) {
      if (id > 0) this.#slots[this.#freeSlot(name.reduce(nextNameHash, firstNameHash))] = id;
    }
  }

  /** The name that stands in these bytes; `hash` is theirs, by {@link nextNameHash} from {@link firstNameHash} on. */
  find(bytes: Buffer, from: number, to: number, hash: number): NameId {
    const length = to - from;
    for (let slot = slotOf(hash); ; slot = (slot + 1) & (slotCount - 1)) {
      const id = this.#slots[slot]!;
      if (id === 0) return otherName;
      const name = this.#names[id]!;
      if (name.length !== length) continue;
      let index = 0;
      while (index < length && name[index] === bytes[from + index]) index++;
      if (index === length) return id as NameId;
    }
  }

  /** As {@link find}, for a name that was written with escapes. */
  findText(name: string): NameId {
    return Object.hasOwn(this.ids, name) ? this.ids[name as Name] : otherName;
  }

  #freeSlot(hash: number): number {
    let slot = slotOf(hash);
    while (this.#slots[slot] !== 0) slot = (slot + 1) & (slotCount - 1);
    return slot;
  }
}
