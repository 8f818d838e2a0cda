const blockSize = 512;

const textOf = (bytes: Uint8Array): string => {
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end));
};

/** The plain files of a tar archive (POSIX ustar) by name; links, folders and extended headers are passed over. */
export function tarFiles(archive: Uint8Array): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  let offset = 0;
  while (offset + blockSize <= archive.length && archive[offset] !== 0) {
    const header = archive.subarray(offset, offset + blockSize);
    const size = Number.parseInt(textOf(header.subarray(124, 136)).trim(), 8);
    if (!Number.isInteger(size)) break;
    const kind = header[156];
    const prefix = textOf(header.subarray(345, 500));
    const name = textOf(header.subarray(0, 100));
    offset += blockSize;
    if (kind === 0 || kind === 0x30) files.set(prefix === '' ? name : `${prefix}/${name}`, archive.subarray(offset, offset + size));
    offset += Math.ceil(size / blockSize) * blockSize;
  }
  return files;
}
