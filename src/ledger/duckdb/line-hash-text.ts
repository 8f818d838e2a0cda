/** Line hashes as schemas 1 to 3 kept them: base64 of their little-endian bytes. */
export function parseLineHashes(base64: string): Uint32Array {
  const bytes = Buffer.from(base64, 'base64');
  const hashes = new Uint32Array(bytes.length / 4);
  new Uint8Array(hashes.buffer).set(bytes);
  return hashes;
}
