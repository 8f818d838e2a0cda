import { median } from '../../base/statistics.ts';
import { fraction, joules, seconds, tokens, usd, type Fraction, type Tokens } from '../../base/units.ts';
import { firstMention } from '../grading/first-mention.ts';
import { phases, type Phase } from '../phases/phase.ts';
import { phaseShares } from '../phases/tag-phases.ts';
import { servedMix, type AsIfServed } from './as-if-served.ts';
import { billedTokens, exchangeUsd } from './exchange-cost.ts';
import type { ExchangeRecord, Experiment, PlannedArm } from './experiment.ts';
import type { ArmAnswer } from './lab-answer.ts';
import { closedExchanges, isSolved } from './paired-outcomes.ts';

type Summary = Omit<ArmAnswer, 'proof' | 'openPairs' | 'holdsForAll'>;

function tally<Key extends string>(keys: readonly Key[]): Map<Key, number> {
  const counts = new Map<Key, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

/** Output of one exchange by phase: a separate answer is answer, the rest by the tagger's shares of its text. */
function addPhases({ response }: ExchangeRecord, into: Map<Phase, number>): void {
  const output = response.usage.output?.tokens ?? 0;
  const add = (phase: Phase, part: number): void => void into.set(phase, (into.get(phase) ?? 0) + part);
  const thought = response.reasoning === '' ? response.answer : response.reasoning;
  const reasoned = response.reasoning === '' ? output : Math.min(output, response.usage.reasoning?.tokens ?? output);
  for (const [phase, share] of Object.entries(phaseShares(thought).shares)) add(phase as Phase, share * reasoned);
  if (output > reasoned) add('answer', output - reasoned);
}

/** Tokens a second over exchanges that have both figures. */
function speedOf(parts: readonly { readonly tokens: number; readonly seconds: number }[]): number | undefined {
  const total = parts.reduce((sum, part) => sum + part.seconds, 0);
  return total <= 0 ? undefined : parts.reduce((sum, part) => sum + part.tokens, 0) / total;
}

/** What an arm did by itself, from the exchanges that are on file. */
export function summariseArm(experiment: Experiment, { name, description }: PlannedArm, served?: AsIfServed): Summary {
  const { plan, taskSet } = experiment.header;
  const closed = closedExchanges(experiment, name);
  const all = experiment.exchanges.filter((each) => each.arm === name);
  const asked = taskSet.tasks.filter((task) => closed.has(task.id));
  const solved = asked.filter((task) => isSolved(task, closed.get(task.id) as ExchangeRecord));
  const levels = [...new Set(asked.flatMap(({ level }) => level ?? []))].sort((a, b) => a - b);
  const failed = all.flatMap(({ response: { outcome } }) => (outcome.kind === 'failed' ? [outcome] : []));
  const byPhase = new Map<Phase, number>();
  for (const exchange of closed.values()) addPhases(exchange, byPhase);
  const mentions = solved.flatMap((task) => {
    const { reasoning, answer } = (closed.get(task.id) as ExchangeRecord).response;
    return firstMention(`${reasoning}\n${answer}`, task.targets) ?? [];
  });
  const counts = all.map(billedTokens);
  const rates = plan.rates;
  const prices = rates === undefined ? [] : all.flatMap((each) => exchangeUsd(each, rates) ?? []);
  const time = all.reduce((sum, { response }) => sum + response.duration, 0);
  const decode = speedOf(
    all.flatMap(({ response: { usage, firstToken, duration } }) =>
      usage.output === undefined || firstToken === undefined || usage.output.tokens < 2
        ? []
        : [{ tokens: usage.output.tokens - 1, seconds: duration - firstToken }],
    ),
  );
  const prefill = speedOf(
    all.flatMap(({ response: { usage, firstToken } }) =>
      usage.inputUncached === undefined || firstToken === undefined ? [] : [{ tokens: usage.inputUncached.tokens, seconds: firstToken }],
    ),
  );
  const mix = served === undefined ? undefined : servedMix(all);
  const needing = asked.filter(({ needs }) => needs !== undefined);
  const found = needing.filter(({ id, needs }) => closed.get(id)?.passages?.includes(needs as string) === true).length;
  const isRetrieval = needing.length > 0 && needing.every(({ id }) => closed.get(id)?.passages !== undefined);
  return {
    name,
    description,
    isBaseline: name === plan.baseline,
    tasks: asked.length,
    solved: solved.length,
    solvedByLevel: levels.map((level) => ({
      level,
      tasks: asked.filter((task) => task.level === level).length,
      solved: solved.filter((task) => task.level === level).length,
    })),
    failures: Array.from(tally(failed.map(({ reason }) => reason)), ([reason, count]) => ({
      reason,
      count,
      example: failed.find((each) => each.reason === reason)?.message ?? '',
    })),
    capped: all.filter(({ response }) => response.outcome.kind === 'length').length,
    warnings: Array.from(
      tally(all.flatMap(({ response }) => response.warnings.map((text) => text.replaceAll(/\d+/g, 'N')))),
      ([text, count]) => ({ text, count }),
    ),
    input: tokens(counts.reduce((sum, { input }) => sum + (input ?? 0), 0)),
    output: tokens(counts.reduce((sum, { output }) => sum + (output ?? 0), 0)),
    unknownCounts: counts.filter(({ input, output }) => input === undefined || output === undefined).length,
    estimatedCounts: all.filter(({ response }) => response.usage.output?.provenance === 'estimated').length,
    outputByPhase: roundedPhases(byPhase),
    ...(mentions.length === 0 ? {} : { firstMention: fraction(median(mentions)) }),
    time: seconds(time),
    ...(decode === undefined ? {} : { decodeSpeed: decode }),
    ...(prefill === undefined ? {} : { prefillSpeed: prefill }),
    ...(prices.length === 0 ? {} : { usd: usd(prices.reduce((sum, price) => sum + price, 0)) }),
    ...(plan.power === undefined ? {} : { energy: joules(plan.power * time) }),
    ...(served === undefined || mix === undefined ? {} : { asIfGpuSeconds: served.cost(mix).gpuSeconds }),
    ...(isRetrieval ? { recall: { found, tasks: needing.length } } : {}),
  };
}

function roundedPhases(byPhase: ReadonlyMap<Phase, number>): Readonly<Partial<Record<Phase, Tokens>>> {
  const rounded: Partial<Record<Phase, Tokens>> = {};
  for (const phase of phases) {
    const count = byPhase.get(phase);
    if (count !== undefined) rounded[phase] = tokens(Math.round(count));
  }
  return rounded;
}

export const solvedShare = ({ solved, tasks }: Pick<Summary, 'solved' | 'tasks'>): Fraction => fraction(tasks === 0 ? 0 : solved / tasks);
