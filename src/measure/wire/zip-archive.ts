import * as zlib from 'node:zlib';

/** An archive that is damaged, or uses what is not read here; the message says what. */
export class BadArchive extends Error {}

const signatures = { end: 0x06054b50, directory: 0x02014b50, local: 0x04034b50 } as const;
const sizes = { end: 22, directory: 46, local: 30 } as const;
/** A comment of up to this many bytes may follow the end record. */
const longestComment = 0xffff;
/** Markers that the real figure stands in a zip64 record. */
const elsewhere = { short: 0xffff, long: 0xffffffff } as const;
const flagEncrypted = 1;
const [stored, deflated, zstandard] = [0, 8, 93];
const methods: Readonly<Record<number, string>> = { 9: 'deflate64', 12: 'bzip2', 14: 'lzma', [zstandard]: 'zstandard', 95: 'xz' };
/** Larger entries are refused before they fill the memory. */
const largestEntry = 512 * 1024 * 1024;

export interface ZipEntry {
  readonly name: string;
  /** Unpacks it. @throws {BadArchive} where its bytes are damaged or packed in a way that is not read here */
  readonly read: () => Buffer;
}

/** Place of the end record, searched from the back; -1 where there is none. */
function endRecord(bytes: Buffer): number {
  const last = bytes.length - sizes.end;
  for (let at = last; at >= Math.max(0, last - longestComment); at--) {
    if (bytes.readUInt32LE(at) === signatures.end && at + sizes.end + bytes.readUInt16LE(at + 20) === bytes.length) return at;
  }
  return -1;
}

interface Packed {
  readonly name: string;
  readonly method: number;
  readonly flags: number;
  readonly checksum: number;
  readonly packed: number;
  readonly unpacked: number;
  readonly offset: number;
}

type Unpacker = (content: Buffer, most: number) => Buffer;

interface ZstandardOfNode22 {
  readonly zstdDecompressSync: (content: Buffer, options: { readonly maxOutputLength: number }) => Buffer;
}

/** Node 20 has no zstandard; undefined there, as for what Node never has. */
function unpackerOf(method: number): Unpacker | undefined {
  if (method === stored) return (content) => content;
  if (method === deflated) return (content, most) => zlib.inflateRawSync(content, { maxOutputLength: most });
  const { zstdDecompressSync } = zlib as typeof zlib & Partial<ZstandardOfNode22>;
  if (method !== zstandard || zstdDecompressSync === undefined) return undefined;
  return (content, most) => zstdDecompressSync(content, { maxOutputLength: most });
}

function unpack(bytes: Buffer, { name, method, flags, checksum, packed, unpacked, offset }: Packed): Buffer {
  if ((flags & flagEncrypted) !== 0) throw new BadArchive(`${name} is encrypted`);
  if (unpacked > largestEntry) throw new BadArchive(`${name} unpacks to more than ${largestEntry / 1024 / 1024} MiB`);
  if (offset + sizes.local > bytes.length || bytes.readUInt32LE(offset) !== signatures.local)
    throw new BadArchive(`${name} does not stand where the archive says`);
  // Name and extra field may differ in length from those in the directory.
  const start = offset + sizes.local + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28);
  const content = bytes.subarray(start, start + packed);
  if (content.length < packed) throw new BadArchive(`${name} is cut off`);
  const inflate = unpackerOf(method);
  if (inflate === undefined) {
    const packing = methods[method] ?? `method ${method}`;
    throw new BadArchive(`${name} is packed with ${packing}; read are deflate, and zstandard from Node 22.15 on`);
  }
  let plain: Buffer;
  try {
    plain = inflate(content, Math.max(1, unpacked));
  } catch {
    throw new BadArchive(`${name} is damaged`);
  }
  if (plain.length !== unpacked || zlib.crc32(plain) !== checksum) throw new BadArchive(`${name} is damaged`);
  return plain;
}

/**
 * Entries of a ZIP file by its central directory (APPNOTE 6.3.10, sections 4.3.12 and 4.3.16), folders left out. Nothing
 * is unpacked before it is asked for.
 * @throws {BadArchive} for what is no archive, is cut off, spans several files or is zip64
 */
export function zipEntries(bytes: Buffer): ZipEntry[] {
  const end = bytes.length < sizes.end ? -1 : endRecord(bytes);
  if (end === -1) throw new BadArchive('it does not end as a ZIP file does: it is none, or it is cut off');
  const [disk, count, length, start] = [
    bytes.readUInt16LE(end + 4),
    bytes.readUInt16LE(end + 10),
    bytes.readUInt32LE(end + 12),
    bytes.readUInt32LE(end + 16),
  ];
  if (count === elsewhere.short || start === elsewhere.long || length === elsewhere.long) throw new BadArchive('zip64 is not read');
  if (disk !== 0) throw new BadArchive('it is one part of several');
  if (start + length > end) throw new BadArchive('its directory is damaged');
  const entries: ZipEntry[] = [];
  let at = start;
  for (let index = 0; index < count; index++) {
    if (at + sizes.directory > end || bytes.readUInt32LE(at) !== signatures.directory) throw new BadArchive('its directory is damaged');
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((place) => bytes.readUInt16LE(at + place)) as [
      number,
      number,
      number,
    ];
    const packed: Packed = {
      name: bytes.toString('utf8', at + sizes.directory, at + sizes.directory + nameLength),
      flags: bytes.readUInt16LE(at + 8),
      method: bytes.readUInt16LE(at + 10),
      checksum: bytes.readUInt32LE(at + 16),
      packed: bytes.readUInt32LE(at + 20),
      unpacked: bytes.readUInt32LE(at + 24),
      offset: bytes.readUInt32LE(at + 42),
    };
    if ([packed.packed, packed.unpacked, packed.offset].includes(elsewhere.long)) throw new BadArchive('zip64 is not read');
    at += sizes.directory + nameLength + extraLength + commentLength;
    if (!packed.name.endsWith('/')) entries.push({ name: packed.name, read: () => unpack(bytes, packed) });
  }
  return entries;
}
