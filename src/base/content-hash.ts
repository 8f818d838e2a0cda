import type { Brand } from './brand.ts';

/** 64 bits over a text's UTF-16 code units, as 16 hexadecimal digits. Equal texts have equal hashes. */
export type ContentHash = Brand<string, 'content-hash'>;

/** Code unit of each hexadecimal digit. */
const digits = Uint8Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));

/** Code unit of the digit that stands `shift` bits up in a number. */
const digitAt = (value: number, shift: number): number => digits[(value >>> shift) & 15]!;

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
  // All at once: a text put together of parts would be several objects.
  return String.fromCharCode(
    digitAt(b, 28),
    digitAt(b, 24),
    digitAt(b, 20),
    digitAt(b, 16),
    digitAt(b, 12),
    digitAt(b, 8),
    digitAt(b, 4),
    digitAt(b, 0),
    digitAt(a, 28),
    digitAt(a, 24),
    digitAt(a, 20),
    digitAt(a, 16),
    digitAt(a, 12),
    digitAt(a, 8),
    digitAt(a, 4),
    digitAt(a, 0),
  ) as ContentHash;
}
