import type { Passage } from '../tasks/task.ts';
import { porterStem } from './porter-stem.ts';

/** Usual parameters (Robertson and Zaragoza, 2009): saturation of a term's count, and how far length is discounted. */
const saturation = 1.2;
const lengthDiscount = 0.75;

/** Stems of the words of a text; a number is a word. */
export const stemsOf = (text: string): string[] => (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).map(porterStem);

export interface RankedPassage {
  readonly passage: Passage;
  readonly score: number;
}

/** BM25 over the passages of a corpus, in memory. Deterministic: ties keep document order. */
export class Bm25Index {
  readonly #passages: readonly Passage[];
  readonly #lengths: readonly number[];
  readonly #meanLength: number;
  /** Of each stem: passages by index, with how often it stands there. */
  readonly #postings = new Map<string, Map<number, number>>();

  constructor(passages: readonly Passage[]) {
    this.#passages = passages;
    this.#lengths = passages.map(({ text }, index) => {
      const stems = stemsOf(text);
      for (const stem of stems) {
        let posting = this.#postings.get(stem);
        if (posting === undefined) this.#postings.set(stem, (posting = new Map()));
        posting.set(index, (posting.get(index) ?? 0) + 1);
      }
      return stems.length;
    });
    this.#meanLength = this.#lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, passages.length);
  }

  /** Best passages first; those that share no word with the query are left out. */
  rank(query: string): RankedPassage[] {
    const scores = new Map<number, number>();
    const count = this.#passages.length;
    for (const stem of new Set(stemsOf(query))) {
      const posting = this.#postings.get(stem);
      if (posting === undefined) continue;
      const rarity = Math.log(1 + (count - posting.size + 0.5) / (posting.size + 0.5));
      for (const [index, times] of posting) {
        const length = (this.#lengths[index] as number) / this.#meanLength;
        const weight = (times * (saturation + 1)) / (times + saturation * (1 - lengthDiscount + lengthDiscount * length));
        scores.set(index, (scores.get(index) ?? 0) + rarity * weight);
      }
    }
    return Array.from(scores)
      .sort(([a, scoreA], [b, scoreB]) => scoreB - scoreA || a - b)
      .map(([index, score]) => ({ passage: this.#passages[index] as Passage, score }));
  }

  /** The best passages, put back in document order: models read them better so (OP-RAG, arXiv 2409.01666). */
  retrieve(query: string, size: number): Passage[] {
    const best = new Set(
      this.rank(query)
        .slice(0, size)
        .map(({ passage }) => passage),
    );
    return this.#passages.filter((passage) => best.has(passage));
  }
}
