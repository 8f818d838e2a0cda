import { crc32, deflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { BadArchive, zipEntries } from './zip-archive.ts';

interface Made {
  readonly name: string;
  readonly text: string;
  readonly method?: number;
  readonly flags?: number;
}

const numbers = (...pairs: readonly (readonly [number, 2 | 4])[]): Buffer =>
  Buffer.concat(
    pairs.map(([value, width]) => {
      const part = Buffer.alloc(width);
      if (width === 2) part.writeUInt16LE(value);
      else part.writeUInt32LE(value);
      return part;
    }),
  );

/** A ZIP file, written from the specification. */
function zipOf(files: readonly Made[], comment = ''): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, text, method = 8, flags = 0 } of files) {
    const plain = Buffer.from(text);
    const packed = method === 8 ? deflateRawSync(plain) : plain;
    const common = numbers(
      [20, 2],
      [flags, 2],
      [method, 2],
      [0, 4],
      [crc32(plain), 4],
      [packed.length, 4],
      [plain.length, 4],
      [name.length, 2],
    );
    const local = Buffer.concat([numbers([0x04034b50, 4]), common, numbers([0, 2]), Buffer.from(name), packed]);
    directory.push(
      Buffer.concat([
        numbers([0x02014b50, 4], [20, 2]),
        common,
        numbers([0, 2], [0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]),
        Buffer.from(name),
      ]),
    );
    bodies.push(local);
    offset += local.length;
  }
  const listed = Buffer.concat(directory);
  const end = numbers(
    [0x06054b50, 4],
    [0, 2],
    [0, 2],
    [files.length, 2],
    [files.length, 2],
    [listed.length, 4],
    [offset, 4],
    [comment.length, 2],
  );
  return Buffer.concat([...bodies, listed, end, Buffer.from(comment)]);
}

const long = 'the tide is low\n'.repeat(400);

test('entries are read, stored and deflated, with a comment behind the archive', () => {
  const made = [
    { name: 'a.json', text: '{"a":1}', method: 0 },
    { name: 'folder/', text: '', method: 0 },
    { name: 'folder/größe.txt'.normalize(), text: long },
    { name: 'empty', text: '', method: 0 },
  ];
  const ascii = made.map((each) => ({ ...each, name: each.name.replace('ö', 'oe').replace('ß', 'ss') }));
  const entries = zipEntries(zipOf(ascii, 'made by hand'));
  expect(entries.map(({ name, read }) => [name, read().toString()])).toEqual([
    ['a.json', '{"a":1}'],
    ['folder/groesse.txt', long],
    ['empty', ''],
  ]);
});

test('wherever an archive is cut, it is refused and nothing else happens', () => {
  const whole = zipOf([{ name: 'a', text: long }]);
  for (let length = 0; length < whole.length; length++)
    expect(() => zipEntries(whole.subarray(0, length)).map(({ read }) => read())).toThrow(BadArchive);
});

test('a flipped byte of the content is noticed', () => {
  const whole = zipOf([{ name: 'a', text: long }]);
  for (let at = 31; at < whole.length - 22 - 47; at++) {
    const damaged = Buffer.from(whole);
    damaged[at] = (damaged[at] as number) ^ 0x55;
    expect(() => zipEntries(damaged).map(({ read }) => read())).toThrow(BadArchive);
  }
});

const end = 22;
const patched = (offsetFromEnd: number, width: 2 | 4, value: number): Buffer => {
  const bytes = zipOf([{ name: 'a', text: 'x', method: 0 }]);
  if (width === 2) bytes.writeUInt16LE(value, bytes.length - end + offsetFromEnd);
  else bytes.writeUInt32LE(value, bytes.length - end + offsetFromEnd);
  return bytes;
};

test.each([
  ['no archive', Buffer.from('{"samples": []}'), 'ZIP'],
  ['zip64 by its count', patched(10, 2, 0xffff), 'zip64'],
  ['zip64 by its directory', patched(16, 4, 0xffffffff), 'zip64'],
  ['several files', patched(4, 2, 3), 'several'],
  ['a directory beyond the end', patched(16, 4, 5000), 'directory'],
  ['an encrypted entry', zipOf([{ name: 'a', text: 'x', method: 0, flags: 1 }]), 'encrypted'],
  ['another method', zipOf([{ name: 'a', text: 'x', method: 14 }]), 'lzma'],
] as const)('%s is refused, and it is said why', (_, bytes, word) => {
  expect(() => zipEntries(bytes).map(({ read }) => read())).toThrow(word);
});
