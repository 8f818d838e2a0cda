import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { numberOfTier, tiers } from '../call/tier.ts';
import { StepPacker, unpackSteps } from './carried-steps.ts';

const step = fc
  .record({
    node: fc.nat(5000),
    tier: fc.constantFrom(...tiers),
    from: fc.nat(100_000),
    more: fc.nat(3000),
    tokens: fc.oneof(fc.nat(300), fc.nat(2 ** 40)),
  })
  .map(({ node, tier, from, more, tokens }) => ({ node, tier, from, to: from + more, tokens }));

test('what is packed comes out the same, whatever it is', () => {
  const packer = new StepPacker();
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      for (const { node, tier, from, to, tokens } of steps) packer.add(node, numberOfTier(tier), from, to, tokens);
      expect([...unpackSteps(packer.take())]).toEqual(steps);
    }),
  );
});

test('a segment that is written and then read takes nine bytes', () => {
  const packer = new StepPacker();
  packer.add(3, numberOfTier('write5m'), 12, 12, 280);
  packer.add(3, numberOfTier('read'), 13, 79, 280);
  expect(packer.take().length).toBeLessThanOrEqual(9);
});
