import type { Brand } from './brand.ts';

/** 64 bits over a text's UTF-16 code units, as 16 hexadecimal digits. Equal texts have equal hashes. */
export type ContentHash = Brand<string, 'content-hash'>;

/** Code unit of the hexadecimal digit that stands `shift` bits up in a number. */
function digitAt(value: number, shift: number): number {
  const digit = (value >>> shift) & 15;
  return digit + (digit < 10 ? 48 : 87);
}

/** The eight digits of a number, all at once: a text put together of each would be many objects. */
const hex = (value: number): string =>
  String.fromCharCode(
    digitAt(value, 28),
    digitAt(value, 24),
    digitAt(value, 20),
    digitAt(value, 16),
    digitAt(value, 12),
    digitAt(value, 8),
    digitAt(value, 4),
    digitAt(value, 0),
  );

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
