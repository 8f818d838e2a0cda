import { expect, test } from 'vitest';
import { imageSize } from './image-size.ts';

const base64 = (...parts: readonly (string | readonly number[])[]): string =>
  Buffer.concat([
    ...parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))),
    Buffer.alloc(30),
  ]).toString('base64');

test('pixels of each format stand in its header', () => {
  expect(imageSize(base64([0x89], 'PNG\r\n\x1a\n', [0, 0, 0, 13], 'IHDR', [0, 0, 4, 0, 0, 0, 3, 0]))).toEqual({ width: 1024, height: 768 });
  expect(imageSize(base64('GIF89a', [0x40, 1, 0xc8, 0]))).toEqual({ width: 320, height: 200 });
  const metadata = [0xff, 0xe1, 0, 6, 1, 2, 3, 4];
  expect(imageSize(base64([0xff, 0xd8], metadata, [0xff, 0xc2, 0, 17, 8, 2, 0, 3, 0]))).toEqual({ width: 768, height: 512 });
  expect(imageSize(base64('RIFF', [0, 0, 0, 0], 'WEBPVP8X', [10, 0, 0, 0, 0, 0, 0, 0, 99, 0, 0, 49, 0, 0]))).toEqual({
    width: 100,
    height: 50,
  });
});

test('what is no image, or cut off, has no size', () => {
  expect(imageSize('')).toBeUndefined();
  expect(imageSize('not base64 at all, but long enough to be looked at')).toBeUndefined();
  expect(imageSize(base64([0xff, 0xd8, 0xff, 0xe1, 0xff, 0xff]))).toBeUndefined();
});
