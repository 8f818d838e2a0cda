import { expect, test } from 'vitest';
import { hasSharedData } from './shared-data.ts';
import { latencyErrors, loggedRuns } from './vllm-requests.ts';

test.skipIf(!hasSharedData()).each(loggedRuns)('$name: latencies of its requests come out within 15 %', (run) => {
  for (const error of Object.values(latencyErrors(run))) {
    expect(Math.abs(error.mean)).toBeLessThan(0.15);
    expect(Math.abs(error.p99)).toBeLessThan(0.15);
  }
});
