import type { Brand } from './brand.ts';

/** 64 bits over a text's UTF-16 code units, as 16 hexadecimal digits. Equal texts have equal hashes. */
export type ContentHash = Brand<string, 'content-hash'>;

const hex = (value: number): string => (value >>> 0).toString(16).padStart(8, '0');

/** Hash of a text; two 32-bit multiplicative lanes (after bryc's cyrb53, public domain). Not for secrets. */
export function hashText(text: string): ContentHash {
  let laneA = 0xdeadbeef;
  let laneB = 0x41c6ce57;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    laneA = Math.imul(laneA ^ unit, 2654435761);
    laneB = Math.imul(laneB ^ unit, 1597334677);
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
