import { expect, test } from 'vitest';
import { seconds, tokens } from '../../base/units.ts';
import { count } from './count.ts';
import type { ChatRequest, ChatResponse, Endpoint } from './endpoint.ts';
import { probeContext, probeEstimate } from './probe-context.ts';

const signal = new AbortController().signal;

interface Server {
  readonly limit: number;
  /** What it does with a longer prompt. */
  readonly beyond: 'refuses' | 'truncates';
  /** Real tokens for each that is estimated. */
  readonly perToken?: number;
  readonly statesCounts?: boolean;
  /** The model finds what stands at the start. */
  readonly findsNeedle?: boolean;
  readonly refusal?: string;
}

interface Probed extends Endpoint {
  readonly asked: number[];
}

function endpointOf({ limit, beyond, perToken = 1, statesCounts = true, findsNeedle = true, refusal = 'out-of-context' }: Server): Probed {
  const asked: number[] = [];
  const response = (part: Partial<ChatResponse>): ChatResponse => ({
    outcome: { kind: 'finished' },
    answer: '',
    reasoning: '',
    usage: {},
    duration: seconds(1),
    attempts: 1,
    warnings: [],
    ...part,
  });
  return {
    asked,
    facts: { name: 'made', dialect: 'openai-chat', model: 'm', continuesPrefix: false },
    complete: async ({ messages }: ChatRequest) => {
      const text = messages[0]?.content ?? '';
      const size = Math.round((text.length / 4) * perToken);
      asked.push(size);
      if (size > limit && beyond === 'refuses')
        return response({ outcome: { kind: 'failed', reason: refusal as 'out-of-context', message: 'too long for me' } });
      const kept = size > limit ? text.slice(-Math.floor((limit / perToken) * 4)) : text;
      const code = /harbour is (\d+)/.exec(kept)?.[1];
      return response({
        answer: findsNeedle ? (code ?? '0') : 'no idea',
        usage: statesCounts ? { inputUncached: count(Math.min(size, limit), 'reported'), output: count(2, 'reported') } : {},
      });
    },
    close: async () => undefined,
  };
}

test.each([
  [{ limit: 4096, beyond: 'truncates' }, 'truncates', 'reported'],
  [{ limit: 4096, beyond: 'truncates', findsNeedle: false, perToken: 1.3 }, 'truncates', 'reported'],
  [{ limit: 4096, beyond: 'truncates', statesCounts: false }, 'truncates', 'estimated'],
  [{ limit: 4096, beyond: 'refuses', perToken: 0.7 }, 'refuses', 'reported'],
  [{ limit: 5000, beyond: 'refuses', refusal: 'bad-request' }, 'refuses', 'reported'],
] as const)(
  '%j: the limit lies between what holds and what does not, and it is said what happens there',
  async (server, behaviour, counted) => {
    const ceiling = tokens(20_000);
    const endpoint = endpointOf(server);
    const probe = await probeContext(endpoint, ceiling, signal);
    expect(probe).toMatchObject({ behaviour, counted, requests: endpoint.asked.length });
    expect(probe.holds).toBeLessThanOrEqual(server.limit);
    expect(probe.beyond).toBeGreaterThanOrEqual(server.limit);
    // A tenth that a cut may go unseen, and the sixteenth at which the search ends.
    expect((probe.beyond ?? 0) - probe.holds).toBeLessThan(server.limit / 6);
    const most = probeEstimate(ceiling);
    expect(probe.requests).toBeLessThanOrEqual(most.requests);
    expect(endpoint.asked.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(most.input * 1.35);
  },
);

test('a context that holds up to the ceiling is not searched beyond it', async () => {
  const endpoint = endpointOf({ limit: 1_000_000, beyond: 'refuses' });
  const probe = await probeContext(endpoint, tokens(3000), signal);
  expect(probe).toMatchObject({ behaviour: 'holds' });
  expect(probe).not.toHaveProperty('beyond');
  expect(Math.max(...endpoint.asked)).toBeLessThan(3100);
  expect(endpoint.asked).toHaveLength(2);
});

test('where neither counts nor the needle tell, the limit stays unknown', async () => {
  const endpoint = endpointOf({ limit: 4096, beyond: 'truncates', statesCounts: false, findsNeedle: false });
  expect(await probeContext(endpoint, tokens(20_000), signal)).toMatchObject({ behaviour: 'unknown', requests: 1 });
});
