import { tokens, type Tokens } from '../../base/units.ts';
import { estimateTokens } from './count.ts';
import type { ChatResponse, Endpoint } from './endpoint.ts';

/** What a search with ever longer prompts showed of a context limit. */
export interface ContextProbe {
  /** `holds`: up to the ceiling of the search. `unknown`: neither counts nor the needle told. */
  readonly behaviour: 'holds' | 'refuses' | 'truncates' | 'unknown';
  /** Largest prompt that was taken whole. */
  readonly holds: Tokens;
  /** Smallest prompt that was not. */
  readonly beyond?: Tokens;
  /** Whether these are the server's counts, or estimates of what was sent. */
  readonly counted: 'reported' | 'estimated';
  readonly requests: number;
  /** Tokens that were sent in all, by estimate. */
  readonly sent: Tokens;
  /** What the server said, or why nothing is known. */
  readonly why?: string;
}

export interface ProbeEstimate {
  readonly requests: number;
  readonly input: Tokens;
}

const smallest = 256;
/** The bracket is not narrowed below this, nor below a sixteenth of what holds. */
const finest = 64;
/** Filler is all alike, so a count that falls short of its share by more than this was cut. */
const shortfall = 0.1;
const mostOutput = tokens(16);

const isNarrow = (low: number, high: number): boolean => high - low <= Math.max(finest, low / 16);

/** Sizes of the first, doubling part of the search. */
function doubling(ceiling: number): number[] {
  const sizes: number[] = [];
  for (let size = smallest; size < ceiling; size *= 2) sizes.push(size);
  return [...sizes, ceiling];
}

/** Most that a search up to a ceiling sends. */
export function probeEstimate(ceiling: number): ProbeEstimate {
  const sizes = doubling(Math.max(smallest, ceiling));
  let [low, steps] = [ceiling / 2, 0];
  for (; !isNarrow(low, ceiling); steps++) low = (low + ceiling) / 2;
  return { requests: sizes.length + steps, input: tokens(Math.ceil(sizes.reduce((sum, size) => sum + size, 0) + steps * ceiling)) };
}

/** A prompt of about so many tokens. What is asked for stands at its start, where servers cut, and differs each time. */
function promptOf(size: number, code: string): string {
  const head = `The code of the harbour is ${code}. Remember it.\n`;
  const question = '\nWhat is the code of the harbour? Answer with the code alone.';
  const lines: string[] = [];
  let left = size * 4 - head.length - question.length;
  for (let line = 1; left > 0; line++) {
    const text = `Line ${line}: the tide is low and nobody is on the quay.`;
    lines.push(text);
    left -= text.length + 1;
  }
  return `${head}${lines.join('\n')}${question}`;
}

function countedIn({ usage }: ChatResponse): number | undefined {
  const { inputUncached, cacheRead, cacheWrite } = usage;
  if (inputUncached === undefined || inputUncached.provenance === 'estimated') return undefined;
  return inputUncached.tokens + (cacheRead?.tokens ?? 0) + (cacheWrite?.tokens ?? 0);
}

interface Asked {
  readonly fate: 'whole' | 'refused' | 'cut' | 'failed';
  readonly counted: number | undefined;
  readonly estimated: number;
  readonly sawNeedle: boolean;
  readonly why?: string;
}

/**
 * Finds the context limit of an endpoint that does not state one: where a prompt as long as the ceiling is refused or cut,
 * prompts double until one is, and then the bracket is halved. A prompt was cut where the server counts fewer tokens than its like
 * had before, or, from servers that state no counts, where the model no longer knows what stood at the start.
 */
export async function probeContext(endpoint: Endpoint, ceiling: Tokens, signal: AbortSignal): Promise<ContextProbe> {
  let requests = 0;
  let sent = 0;
  let perToken: number | undefined;
  let needleWorks = false;
  const ask = async (size: number): Promise<Asked> => {
    const code = String(1000 + ((requests * 2741) % 9000));
    const content = promptOf(size, code);
    const estimated = estimateTokens(content);
    requests++;
    sent += estimated;
    const response = await endpoint.complete(
      { messages: [{ role: 'user', content }], maxOutput: mostOutput, temperature: 0, reasoning: { kind: 'default' } },
      signal,
    );
    const { outcome, answer } = response;
    const seen = { counted: countedIn(response), estimated, sawNeedle: answer.includes(code) };
    if (outcome.kind === 'failed') {
      // Servers word it in many ways: a longer prompt that is refused where a shorter one was not is too long.
      const isRefused = outcome.reason === 'out-of-context' || (outcome.reason === 'bad-request' && requests > 1);
      return { ...seen, fate: isRefused ? 'refused' : 'failed', why: outcome.message };
    }
    const isCut =
      seen.counted === undefined || perToken === undefined
        ? needleWorks && !seen.sawNeedle
        : seen.counted < estimated * perToken * (1 - shortfall);
    return { ...seen, fate: isCut ? 'cut' : 'whole' };
  };
  const first = await ask(smallest);
  const isCounted = first.counted !== undefined;
  const sizeOf = ({ counted, estimated }: Asked): Tokens =>
    tokens(Math.round(isCounted ? (counted ?? estimated * (perToken ?? 1)) : estimated));
  const ended = (behaviour: ContextProbe['behaviour'], low: Asked, high?: Asked): ContextProbe => ({
    behaviour,
    holds: sizeOf(low),
    ...(high === undefined ? {} : { beyond: tokens(Math.round(high.estimated * (perToken ?? 1))) }),
    counted: isCounted ? 'reported' : 'estimated',
    requests,
    sent: tokens(sent),
    ...(high?.why === undefined ? {} : { why: high.why }),
  });
  if (first.fate === 'failed') return { ...ended('unknown', { ...first, counted: 0 }), why: first.why ?? 'the first prompt failed' };
  perToken = first.counted === undefined ? undefined : first.counted / first.estimated;
  needleWorks = first.sawNeedle;
  if (!isCounted && !needleWorks)
    return {
      ...ended('unknown', first),
      why: 'the server states no counts, and the model does not find what stands at the start even of a short prompt',
    };
  let low = { size: smallest, asked: first };
  let high: { readonly size: number; readonly asked: Asked } | undefined;
  // The longest first: most often it fits, and nothing else need be sent.
  const sizes = [ceiling as number, ...doubling(ceiling).slice(1, -1)];
  for (;;) {
    const next = sizes.shift();
    const size = next ?? (high === undefined || isNarrow(low.size, high.size) ? undefined : Math.round((low.size + high.size) / 2));
    if (size === undefined) break;
    const asked = await ask(size);
    if (asked.fate === 'failed') return { ...ended('unknown', low.asked), why: asked.why ?? 'a prompt failed' };
    const isHighest = size === ceiling;
    if (asked.fate === 'whole') low = { size, asked };
    else high = { size, asked };
    // Doubling ends where a size is too much, or where the highest is not.
    if ((asked.fate === 'whole') === isHighest) sizes.length = 0;
  }
  if (high === undefined) return ended('holds', low.asked);
  return ended(high.asked.fate === 'refused' ? 'refuses' : 'truncates', low.asked, high.asked);
}
