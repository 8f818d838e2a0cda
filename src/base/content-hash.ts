import type { Brand } from './brand.ts';

/** 64 bits over a text's UTF-16 code units, as 16 hexadecimal digits. Equal texts have equal hashes. */
export type ContentHash = Brand<string, 'content-hash'>;

/** Four hexadecimal digits for every 16-bit number. */
const hexDigits: readonly string[] = Array.from({ length: 0x10000 }, (_, value) => value.toString(16).padStart(4, '0'));

const hex = (value: number): string => hexDigits[value >>> 16]! + hexDigits[value & 0xffff]!;

/** As 32-bit integers: as doubles they would halve the speed of the loop. */
const multiplierA = 2654435761 | 0;
const multiplierB = 1597334677 | 0;

/** Hash of a text; two 32-bit multiplicative lanes (after bryc's cyrb53, public domain). Not for secrets. */
export function hashText(text: string): ContentHash {
  let laneA = 0xdeadbeef | 0;
  let laneB = 0x41c6ce57;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    laneA = Math.imul(laneA ^ unit, multiplierA);
    laneB = Math.imul(laneB ^ unit, multiplierB);
  }
  return finishHash(laneA, laneB);
}

/** Last step of {@link hashText}, for a caller that folds the lanes into a pass of its own. */
export function finishHash(laneA: number, laneB: number): ContentHash {
  let a = Math.imul(laneA ^ (laneA >>> 16), 2246822507) ^ Math.imul(laneB ^ (laneB >>> 13), 3266489909);
  let b = Math.imul(laneB ^ (laneB >>> 16), 2246822507) ^ Math.imul(laneA ^ (laneA >>> 13), 3266489909);
  a ^= b >>> 15;
  b ^= a >>> 14;
  return (hex(b) + hex(a)) as ContentHash;
}
