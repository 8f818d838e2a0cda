export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

const size = (width: number, height: number): ImageSize | undefined => (width > 0 && height > 0 ? { width, height } : undefined);

/** Frame headers that state the size; C4, C8 and CC are tables. */
const isFrameHeader = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

function jpegSize(bytes: Buffer): ImageSize | undefined {
  let at = 2;
  while (at + 9 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0;
    if (isFrameHeader(marker)) return size(bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5));
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return undefined;
}

function webpSize(bytes: Buffer): ImageSize | undefined {
  const form = bytes.toString('latin1', 12, 16);
  if (form === 'VP8X') return size(1 + bytes.readUIntLE(24, 3), 1 + bytes.readUIntLE(27, 3));
  if (form === 'VP8 ') return size(bytes.readUInt16LE(26) & 0x3fff, bytes.readUInt16LE(28) & 0x3fff);
  if (form === 'VP8L') {
    const packed = bytes.readUInt32LE(21);
    return size(1 + (packed & 0x3fff), 1 + ((packed >>> 14) & 0x3fff));
  }
  return undefined;
}

/** Pixels of an image, from the head of its base64; undefined where the head does not say. */
export function imageSize(base64: string): ImageSize | undefined {
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length < 30) return undefined;
  if (bytes.readUInt32BE(0) === 0x89504e47) return size(bytes.readUInt32BE(16), bytes.readUInt32BE(20));
  if (bytes.readUInt16BE(0) === 0xffd8) return jpegSize(bytes);
  const magic = bytes.toString('latin1', 0, 4);
  if (magic === 'GIF8') return size(bytes.readUInt16LE(6), bytes.readUInt16LE(8));
  if (magic === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP') return webpSize(bytes);
  return undefined;
}
