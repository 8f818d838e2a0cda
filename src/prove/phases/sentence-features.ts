/** Buckets of hashed features; a power of two. */
export const featureBuckets = 1 << 15;

/** Features of one sentence, before its neighbours are added: indexes into the hashed space, shared by all sentences. */
export interface SentenceShape {
  /** Hashes of words, pairs and first words, not yet reduced to buckets. */
  readonly hashes: readonly number[];
  /** Hashes of what neighbours look at: the first words and a few marks. */
  readonly opening: readonly number[];
}

const fnvPrime = 0x01000193;

function hashPair(a: number, b: number): number {
  let hash = Math.imul(a ^ 0x811c9dc5, fnvPrime) ^ b;
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
  return hash ^ (hash >>> 15);
}

function hashWord(text: string, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let index = from; index < to; index++) hash = Math.imul(hash ^ text.charCodeAt(index), fnvPrime);
  return hash;
}

const isLetter = (code: number): boolean => (code >= 97 && code <= 122) || code === 39 || code >= 0x80;
const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/** Words in lower case; a number is one word whatever its digits, and a mark of punctuation is a word of its own. */
function wordHashes(lower: string): number[] {
  const words: number[] = [];
  let index = 0;
  while (index < lower.length) {
    const code = lower.charCodeAt(index);
    if (isLetter(code)) {
      let end = index + 1;
      while (end < lower.length && isLetter(lower.charCodeAt(end))) end++;
      words.push(hashWord(lower, index, end));
      index = end;
    } else if (isDigit(code)) {
      let end = index + 1;
      while (end < lower.length && (isDigit(lower.charCodeAt(end)) || lower.charCodeAt(end) === 46)) end++;
      words.push(0x5eed);
      index = end;
    } else {
      if (code > 32) words.push(hashPair(0x9b, code));
      index++;
    }
  }
  return words;
}

const salts = { word: 1, pair: 2, first: 3, firstPair: 4, firstTriple: 5, last: 6, skip: 7, length: 8, marks: 9 } as const;

/** What stands in one sentence. */
export function shapeOf(sentence: string): SentenceShape {
  const words = wordHashes(sentence.toLowerCase());
  const hashes: number[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index] as number;
    hashes.push(hashPair(salts.word, word));
    if (index > 0) hashes.push(hashPair(salts.pair, hashPair(words[index - 1] as number, word)));
    if (index > 1 && index < 12) hashes.push(hashPair(salts.skip, hashPair(words[index - 2] as number, word)));
  }
  const [one = 0, two = 0, three = 0] = words;
  const opening = [
    hashPair(salts.first, one),
    hashPair(salts.firstPair, hashPair(one, two)),
    hashPair(salts.firstTriple, hashPair(hashPair(one, two), three)),
    hashPair(salts.last, words.at(-1) ?? 0),
    hashPair(salts.length, Math.min(12, Math.round(Math.log2(1 + words.length) * 2))),
    hashPair(
      salts.marks,
      (sentence.includes('=') ? 1 : 0) +
        (sentence.includes('?') ? 2 : 0) +
        (/\d/.test(sentence) ? 4 : 0) +
        (sentence.includes('\\boxed') ? 8 : 0) +
        (sentence.includes('\n\n') ? 16 : 0),
    ),
  ];
  for (const hash of opening) hashes.push(hash);
  return { hashes, opening };
}

const neighbours = [-2, -1, 1, 2] as const;

/** Features of sentence `index` of a trace: its own, its neighbours' openings, and where it stands. */
export function featuresOf(shapes: readonly SentenceShape[], index: number): Int32Array {
  const own = shapes[index] as SentenceShape;
  const mask = featureBuckets - 1;
  const buckets = new Int32Array(own.hashes.length + 4 * own.opening.length + 3);
  let count = 0;
  for (const hash of own.hashes) buckets[count++] = hash & mask;
  for (const offset of neighbours) {
    const neighbour = shapes[index + offset];
    if (neighbour === undefined) buckets[count++] = hashPair(100 + offset, 0) & mask;
    else for (const hash of neighbour.opening) buckets[count++] = hashPair(100 + offset, hash) & mask;
  }
  const position = index / Math.max(1, shapes.length - 1);
  buckets[count++] = hashPair(200, Math.floor(position * 20)) & mask;
  buckets[count++] = hashPair(201, Math.min(index, 12)) & mask;
  buckets[count++] = hashPair(202, Math.min(shapes.length - 1 - index, 12)) & mask;
  return buckets.subarray(0, count);
}
