/**
 * 53 bits over a key's UTF-16 code units, as a whole number: entries and calls are looked up by it. Two multiplicative
 * lanes (after bryc's cyrb53, public domain). Different keys may share a hash: whoever drops something compares keys.
 */
export function hashOfKey(key: string): number {
  let low = 0xdeadbeef | 0;
  let high = 0x41c6ce57;
  for (let index = 0; index < key.length; index++) {
    const unit = key.charCodeAt(index);
    low = Math.imul(low ^ unit, -1640531535);
    high = Math.imul(high ^ unit, 1597334677);
  }
  low = Math.imul(low ^ (low >>> 16), -2048144789) ^ Math.imul(high ^ (high >>> 13), -1028477387);
  high = Math.imul(high ^ (high >>> 16), -2048144789) ^ Math.imul(low ^ (low >>> 13), -1028477387);
  return (high & 0x1fffff) * 0x1_0000_0000 + (low >>> 0);
}
