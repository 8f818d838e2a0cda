import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PackReader } from './pack-reader.ts';
import { PackWriter } from './pack-writer.ts';

const whole = fc.oneof(fc.nat(300), fc.maxSafeNat());
const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constant('\ud800 half of a pair'));
const key = fc.oneof(
  text,
  text.map((rest) => `pi:${rest}`),
  fc.uuid().map((uuid) => `pi:${uuid}`),
  fc.uuid().map((uuid) => `pi:${uuid.toUpperCase()}`),
);

const item = fc.oneof(
  fc.record({ kind: fc.constant('number' as const), value: whole }),
  fc.record({ kind: fc.constant('signed' as const), value: fc.integer() }),
  fc.record({ kind: fc.constant('quantity' as const), value: fc.oneof(whole, fc.double({ noNaN: true }), fc.constant(-1)) }),
  fc.record({ kind: fc.constant('words' as const), value: fc.uint32Array({ maxLength: 9 }) }),
  fc.record({ kind: fc.constant('double' as const), value: fc.double({ noNaN: true }) }),
  fc.record({ kind: fc.constant('text' as const), value: text }),
  fc.record({ kind: fc.constant('name' as const), value: fc.option(text, { nil: undefined }) }),
  fc.record({ kind: fc.constant('key' as const), value: key }),
  fc.record({ kind: fc.constant('hash' as const), value: fc.stringMatching(/^[0-9a-f]{16}$/) }),
);

test('whatever is written is read back as it was, in order', () => {
  const writer = new PackWriter();
  fc.assert(
    fc.property(fc.array(item, { maxLength: 60 }), (items) => {
      writer.begin('pi');
      for (const { kind, value } of items) (writer[kind] as (value: unknown) => void).call(writer, value);
      const reader = new PackReader(writer.take(), 'pi');
      const read = items.map(({ kind }) => ({ kind, value: reader[kind]() }));
      expect(read).toEqual(items);
    }),
  );
});

test('a key that ends in a UUID takes 17 bytes, and a name its text once', () => {
  const writer = new PackWriter();
  writer.begin('claude-code');
  writer.key('claude-code:2cc4a316-8de4-48b6-afa4-ecbfba4a89e7');
  expect(writer.take()).toHaveLength(17);
  writer.begin('claude-code');
  for (let count = 0; count < 10; count++) writer.name('claude-opus-4-6');
  expect(writer.take()).toHaveLength(1 + 1 + 15 + 9);
});
